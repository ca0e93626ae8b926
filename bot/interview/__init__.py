"""The mock interview, left to right:

Question    a passage asked as an interviewer asks, in Chinese or in English.
Key point   one clause, list item, formula or number of the reference answer.
Grade       what an answer covers of the key points, and a score from 0 to 1.
Card        how well a question is remembered and when it is due (FSRS).
Session     the questions asked today: frozen state in, frozen state out.
Store       everything worth keeping, in one SQLite file in the user's folder.
"""
