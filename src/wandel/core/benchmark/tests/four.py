"""Four invented counties, three indicators, two pillars: small enough to compute with a pencil.

Jobs per head: A 10, B 5, C 5, D 10. Rent and green have a gap each, filled with the mean of the region's others: rent of C = 15 (D), green of
D = 40 (C). Rents 5, 10, 15, 15, less is better: 100, 50, 0, 0. Green 20, 30, 40, 40: 0, 50, 100, 100. Living = (1·rent + 3·green)/4.
"""

DATA = """unit,name,region,people,jobs,rent,green
A,Aue,north,10,100,5,20
B,Berg,north,20,100,10,30
C,Chor,south,10,50,,40
D,Dorf,south,40,400,15,NA
"""
META = """code,name,parent,weight,direction,denominator,type
jobs,Jobs per head,economy,2,1,people,Indicator
rent,Rent,living,1,-1,,Indicator
green,Green areas,living,3,1,,Indicator
economy,Economy,index,1,1,,Aggregate
living,Living,index,1,1,,Aggregate
index,Index,,1,1,,Aggregate
region,Region,,,,,Group
people,People,,,,,Denominator
"""
STEPS = """impute: {method: group_mean, group: region}
screen: 0.5
treat: {method: winsorise, max_points: 1}
normalise: {method: min-max, range: [0, 100]}
weight: given
aggregate: arithmetic
uncertainty: {runs: 200, seed: 7}
"""
DENOMINATED = {"A": (10, 5, 20), "B": (5, 10, 30), "C": (5, None, 40), "D": (10, 15, None)}
IMPUTED = {"A": (10, 5, 20), "B": (5, 10, 30), "C": (5, 15, 40), "D": (10, 15, 40)}
NORMALISED = {"A": (100, 100, 0), "B": (0, 50, 50), "C": (0, 0, 100), "D": (100, 0, 100)}
LIVING = {"A": 25, "B": 50, "C": 75, "D": 75}
INDEX = {"A": 62.5, "B": 25, "C": 37.5, "D": 87.5}
RANKS = {"D": 1, "A": 2, "C": 3, "B": 4}
