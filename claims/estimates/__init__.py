"""When a case will be done: how long cases like it really took, the open ones counted as open.

`log` reads histories, `situations` says where each case stood after each of its events, `forest`
finds cases that stood alike, `curve` turns how long those took into dates, and `estimator` is the
four together. `evaluation` measures it. Nothing here knows a page, a table or Django.
"""
