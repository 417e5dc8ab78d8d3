"""What an attacker sends, at full size: ``make attack``.

Each module named in ``MODULES`` offers ``ATTACKS``, a list of ``Attack``. Every attack runs in a
process and on a database of its own, is ended when it goes beyond its bounds, and prints the
seconds and megabytes it took. The tests of the same kind run small in ``make test``.
"""
