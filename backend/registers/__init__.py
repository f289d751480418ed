"""Registers: regions, organs, people, teams, entrustments, hours, conflicts; tables in and out; who changed what."""
