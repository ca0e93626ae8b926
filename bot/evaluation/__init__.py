"""How well questions are answered: measured on labelled questions, never needed to answer one.

Question     what is asked, and which sections of the notes answer it.
Section      a heading of a source; every part of a split answer counts as its section.
Outcome      what the program said to a question.
Figure       a number over outcomes: hit@1, nDCG@10, AUROC of the confidence …
Ablation     the figures again without one part of the ranking: what that part is worth.
"""
