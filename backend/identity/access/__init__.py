"""The one table that says who may do what, in words for people and as the WHERE of a query."""
