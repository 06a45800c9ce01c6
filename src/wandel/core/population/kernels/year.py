"""One year, layout (sex, age, municipality, trajectory)."""

import numpy as np

from wandel.core.population.kernels import compiled


@compiled
def advance(
    people, result, staying, leaving, arriving, extra, surviving, rates, girls,
    fertility, arriving_level, leaving_level, part_of, parts, alive, left, born, newborn,
):  # fmt: skip
    """Write the next year into ``result`` and its sums into ``parts`` (…, M, C), ``born`` (M, C), ``alive``, ``left`` and
    ``newborn`` (C), which come in as zeros.

    ``surviving`` (S, A, 1 or M, C); ``rates`` (A, M) half the births per woman; ``part_of`` (A) the group of an age.
    """
    sexes, ages, places, count = people.shape
    own = surviving.shape[2] > 1
    aged = np.empty((places, count))
    moved = np.empty((places, count))
    for sex in range(sexes):
        for age in range(1, ages):
            for place in range(places):
                lives = surviving[sex, age, place if own else 0]
                before = people[sex, age - 1, place]
                row = aged[place]
                if age == ages - 1:
                    old = people[sex, age, place]
                    for one in range(count):
                        row[one] = (before[one] + old[one]) * lives[one]
                else:
                    for one in range(count):
                        row[one] = before[one] * lives[one]
                for one in range(count):
                    alive[one] += row[one]
            np.dot(staying[sex, age], aged, moved)
            group = parts[part_of[age]]
            for place in range(places):
                leaves = leaving[sex, age, place]
                comes = arriving[sex, age, place]
                more = extra[sex, age, place]
                rate = rates[age, place]
                row = aged[place]
                here = moved[place]
                sums = group[place]
                next_year = result[sex, age, place]
                for one in range(count):
                    out = row[one] * (leaves * leaving_level[one])
                    left[one] += out
                    here[one] -= out
                if sex == 0 and rate > 0:
                    mothers = people[sex, age, place]
                    children = born[place]
                    for one in range(count):
                        children[one] += rate * (mothers[one] + here[one])
                for one in range(count):
                    value = here[one] + comes * arriving_level[one] + more
                    next_year[one] = value
                    sums[one] += value
    for place in range(places):
        for one in range(count):
            born[place, one] *= fertility[one]
    for sex in range(sexes):
        share = girls if sex == 0 else 1 - girls
        for place in range(places):
            lives = surviving[sex, 0, place if own else 0]
            comes = arriving[sex, 0, place]
            more = extra[sex, 0, place]
            for one in range(count):
                child = born[place, one] * share * lives[one]
                newborn[one] += child
                value = child + comes * arriving_level[one] + more
                result[sex, 0, place, one] = value
                parts[part_of[0], place, one] += value
