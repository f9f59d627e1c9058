"""How the information work of an academic year went: all systems' rounds, and what was built on them, as one data set.

rounds       which systems and rounds the year is judged by, which sent nothing though they were expected, and which
             earlier ones show the course of the years
between      what is wrong between the systems of a round, judged like a system
submissions  complete and on time: every school of every round
files        complete and current: every expected report, every file that was used
problems     correct: every finding, and whether it was there before, is new, or has been put right
uses         used: the money and the reports that rest on each round
improvements what to improve: the findings, ranked by the schools and the money that they touch
flows        the pupils who came and went between the year's rounds
calendar     next year's rounds; `targets`: what the indicators aim at
"""
