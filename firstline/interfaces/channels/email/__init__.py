"""Mail as bytes and text: reading it, telling machines from people, what is new in a reply.

Nothing here fetches, stores or answers; everything is a function over bytes and text that bad input cannot break.
"""
