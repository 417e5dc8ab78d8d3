"""Reading of requests and sending of answers, before and after a thread works on them.

Gunicorn's gthread gives a thread to anyone who connects, for as long as they like to take; sixteen
half-sent requests were enough to stop everything. Here one loop reads all requests and sends what
is left of answers, within bounds of time and size, and a thread only ever has a whole request
(docs/adr/0010).
"""
