"""The Experience API without a database: vocabulary, builders and the rules of a statement.

Sources: xAPI 1.0.3 (adlnet/xAPI-Spec) and xAPI 2.0 (IEEE 9274.1.1-2023). Imports no Django.
"""
