"""How the information work of an academic year went, as one data set: the rounds of all systems, and their use.

reading      which rounds a year is judged by: those that were read, those of which nothing was received though they
             were expected, and the checks between the systems of a round, judged like a system
submissions  complete, on time and current: every school, report and file of every round; next year's rounds and targets
issues       correct: every finding, what became of those of the round before, and which to work on first; the pupils
             who came and went
requests     the requests for data that were answered in the year
dataset      used: the money and the allocations that rest on each round; and all of it as a data set
schemas      the tables
"""
