"""What every package stands on and what knows nothing about inspections: transactions, HTTP, problems, time, places."""
