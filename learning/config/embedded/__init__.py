"""The PostgreSQL that the platform carries itself (docs/adr/0003).

For development, demonstration and tests: with no ``DATABASE_URL`` every process that needs a
database shares one server per data folder.

- ``binaries`` finds PostgreSQL in its wheel and knows under which user it may run;
- ``cluster`` lays out the data folder and creates it once;
- ``guard`` is the small process that owns the server and ends it when nobody uses it;
- ``server`` is what everybody else calls: take a lease, and the server runs while you hold it;
- ``backend`` is Django's PostgreSQL backend, taking that lease before its first connection.
"""
