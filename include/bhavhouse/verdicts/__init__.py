"""Claims of articles held against the market: what each speaks of, what the exchange printed, the verdict.

`asked` puts a fact as a question, `subjects` and `windows` say of what and over which time, `market` holds
what the exchange printed, `figures` answers, `judge` compares, `dating` finds the session of an undated
article, `comparisons` reads claims that compare, `conflicts` holds claims against each other.
"""
