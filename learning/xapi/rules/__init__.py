"""The parts of a statement, one table each: who, what, the result, the context.

Numbers such as XAPI-00034 are those of ADL's list of requirements for an LRS.
"""
