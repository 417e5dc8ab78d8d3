"""xAPI 1.0.3 and 2.0 (IEEE 9274.1.1) as tables: one file a section, every requirement by its id.

The ids, XAPI-00001 to XAPI-00336, are those of ADL's list of requirements for an LRS. A row says
in plain words what holds, what is sent and what comes of it; ``test_every_requirement`` asserts
that no id is left out.
"""
