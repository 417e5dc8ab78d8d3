"""Reading published frameworks: the content of files goes in, a ``Reading`` comes out.

One module reads one format. Nothing is guessed: what a file repeats, withdraws or leaves open is
told in ``Reading.remarks``, and a file of another shape is refused. Pure: imports no Django.
"""
