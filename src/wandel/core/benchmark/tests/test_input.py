"""What people write into the three files: accepted spellings, and sentences for what cannot be."""

import pytest

from wandel.core.benchmark.cli import composed
from wandel.core.benchmark.composite import Composite
from wandel.core.benchmark.problems import BenchmarkError
from wandel.core.benchmark.tests import four


def made(data: str = four.DATA, meta: str = four.META, steps: str = four.STEPS) -> Composite:
    return composed(data, meta, steps)


def index(composite: Composite) -> dict[str, float]:
    return dict(zip(composite.units, composite.scores.tolist(), strict=True))


def test_the_columns_of_the_published_example_are_understood_too() -> None:
    meta = four.META.replace(
        "code,name,parent,weight,direction,denominator,type", "iCode,iName,Parent,Weight,Direction,Denominator,Type"
    )
    data = four.DATA.replace("unit,name,", "uCode,uName,")
    assert index(made(data, meta)) == four.INDEX


def test_semicolons_and_decimal_commas_are_read() -> None:
    data = four.DATA.replace(",", ";").replace(";5;", ";5,0;").replace(";400;", ";400,00;")
    assert index(made(data.replace(";100;5,0", ";1.00,0;5,0").replace("1.00,0", "100,0"))) == four.INDEX
    assert index(made("\ufeff".strip("\ufeff") + data, four.META.replace(",", "\t"))) == four.INDEX


def test_types_that_are_not_written_follow_from_their_use() -> None:
    meta = "\n".join(line.rsplit(",", 1)[0] for line in four.META.splitlines())
    assert index(made(meta=meta)) == four.INDEX


def test_one_parent_without_a_row_is_the_index_and_several_tops_get_one() -> None:
    flat = "code,parent,direction\njobs,index,1\nrent,index,-1\ngreen,index,1\n"
    composite = made(meta=flat, steps="impute: mean")
    assert composite.framework.top == "index"
    assert any("taken as the index" in text.en for text in composite.warnings)
    split = four.META.replace("economy,Economy,index", "economy,Economy,").replace(
        "living,Living,index", "living,Living,"
    )
    composite = made(meta=split.replace("index,Index,,1,1,,Aggregate\n", ""))
    assert index(composite) == four.INDEX
    assert composite.framework.top == "Index"


def test_indicators_without_any_parent_make_a_flat_index() -> None:
    composite = made(meta="code,parent,direction\njobs,,1\nrent,,-1\n", steps="denominate: no")
    assert composite.framework.children == {"Index": ("jobs", "rent")}


def test_directions_may_be_words() -> None:
    assert index(made(meta=four.META.replace("1,-1,,", "1,lower,,"))) == four.INDEX


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (("C,Chor,south,10,50,,40", "C,Chor,south,10,fünfzig,,40"), "data.csv, line 4, column jobs: “fünfzig” is not a usable number"),
        (("C,Chor,south,10,50,,40", "C,Chor,south,10,1e400,,40"), "line 4, column jobs"),
        (("C,Chor,south,10,50,,40", "C,Chor,south,10,inf,,40"), "line 4, column jobs"),
        (("C,Chor", "A,Chor"), "data.csv, line 4: “A” is already in line 2"),
        (("C,Chor", ",Chor"), "data.csv, line 4, column unit: the code is missing"),
        (("C,Chor,", "C,"), "data.csv, line 4: 6 fields instead of 7"),
        (("people,jobs", "people,work"), "data.csv: the column “jobs” (meta.csv, line 2) is missing"),
        (("region,people", "region,heads"), "the denominator “people” is no column of data.csv"),
        (("rent,green", "rent,rent"), "the column “rent” is there twice"),
        (("south,10,50", "south,0,50"), "data.csv, line 4, column people: 0 cannot be a denominator"),
        (("40,400,15,NA", "40,400,,NA"), "none is known in the group “south”"),
        ((four.DATA, ""), "data.csv: the file is empty"),
        ((four.DATA, "unit,jobs\n"), "data.csv: there is nothing below the header"),
        ((four.DATA.split("\n", 2)[2], ""), "only one unit"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_data_is_told_with_its_line_and_what_to_do(data: tuple[str, str], sentence: str) -> None:
    with pytest.raises(BenchmarkError) as refused:
        made(data=four.DATA.replace(*data))
    assert any(sentence in text.en for text in refused.value.texts), refused.value
    assert all(text.de.endswith(".") and text.en.endswith(".") for text in refused.value.texts)


@pytest.mark.parametrize(
    ("meta", "sentence"),
    [
        (("rent,Rent,living", "rent,Rent,dwelling"), "meta.csv, line 3: “rent” belongs to “dwelling”, which does not exist"),
        (("rent,Rent,living", "rent,Rent,green"), "which is an indicator"),
        (("index,Index,,", "index,Index,living,"), "the parents run in a circle"),
        (("index,Index,,", "index,Index,index,"), "(index → index)"),
        (("living,3,1", "living,-3,1"), "line 4, column weight: -3 is below 0"),
        (("living,3,1", "living,viel,1"), "line 4, column weight: “viel” is not a number"),
        (("living,3,1", "living,3,2"), "line 4, column direction: “2” means nothing"),
        (("economy,2,1", "economy,0,1"), "all parts of “economy” have weight 0"),
        (("rent,Rent,", "jobs,Rent,"), "meta.csv, line 3: “jobs” is already in line 2"),
        (("rent,Rent,", ",Rent,"), "meta.csv, line 3: the code is missing"),
        ((",,Indicator", ",,Indikatör"), "there is no type “Indikatör”"),
        (("code,", "kode,"), "meta.csv: the column code is missing"),
        (("parent,weight,direction", "above,weight,way"), "meta.csv: the column parent, direction is missing"),
        ((four.META, "code,parent,direction\nx,,\n"), "the column “x”"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_metadata_is_told_with_its_line(meta: tuple[str, str], sentence: str) -> None:
    with pytest.raises(BenchmarkError) as refused:
        made(meta=four.META.replace(*meta))
    assert any(sentence in text.en for text in refused.value.texts), refused.value


@pytest.mark.parametrize(
    ("steps", "sentence"),
    [
        ("impute: guess", "steps.yaml, impute.method: there is no “guess”"),
        ("impute: {method: group_mean, group: colour}", "there is no group “colour”. Possible are: region"),
        ("screen: 90", "steps.yaml, screen.threshold: 90 is not possible. The value must be at most 1"),
        ("treat: {max_points: -1}", "at least 0"),
        ("treat: {max_points: some}", "a whole number"),
        ("normalise: {range: [10, 0]}", "the lower bound must be below the upper one"),
        ("normalise: {range: 100}", "is not two bounds"),
        ("normalise: {method: reference, reference: Z}", "“Z” is no unit in the index"),
        ("normalise: target", "needs one for jobs, rent, green"),
        ("weight: {rent: -1}", "weight.values.rent: -1 is not possible"),
        ("weight: {jobs: 0}", "all parts of “economy” have weight 0"),
        ("weight: {values: {dogs: 1}}", "this does not exist: dogs"),
        ("aggregate: [arithmetic]", "1 means for 2 levels"),
        ("aggregate: {dogs: geometric}", "these aggregates do not exist: dogs"),
        ("aggregate: sum", "there is no “sum”"),
        ("denominate: {jobs: dogs}", "there is no denominator “dogs”"),
        ("denominate: {dogs: people}", "there is no indicator “dogs”"),
        ("uncertainty: {runs: 0}", "at least 1"),
        ("a: [1", "steps.yaml, line 1: this is not valid YAML"),
        ("just words", "steps with values are expected"),
        ("impute: mean\nimputation: median", "the step is written twice"),
    ],
)
def test_a_mistake_in_the_steps_is_told_with_its_place(steps: str, sentence: str) -> None:
    with pytest.raises(BenchmarkError) as refused:
        made(steps=steps)
    assert any(sentence in text.en for text in refused.value.texts), refused.value


def test_screening_that_leaves_nobody_to_compare_is_refused() -> None:
    with pytest.raises(BenchmarkError, match="fewer than two units remain"):
        made(data=four.DATA.replace("10,30", "10,"), steps="screen: 1")


def test_mistakes_of_all_three_files_are_told_at_once() -> None:
    with pytest.raises(BenchmarkError) as refused:
        composed(four.DATA.replace("10,50", "10,x"), four.META.replace("living,3,1", "living,-3,1"), "impute: guess")
    assert [text.en.split(",")[0] for text in refused.value.texts] == ["meta.csv", "data.csv", "steps.yaml"]


def test_what_nobody_knows_in_the_steps_is_a_warning_not_a_silence() -> None:
    composite = made(steps=four.STEPS + "colour: red\ntitle: Vier Kreise\n")
    assert [text.en for text in composite.warnings if "colour" in text.en]
    assert not [text.en for text in composite.warnings if "title" in text.en]


def test_bounds_beside_another_scale_are_told() -> None:
    composite = made(steps="impute: group_mean\nnormalise: {method: z_score, range: [0, 1]}")
    assert any("min_max only" in text.en for text in composite.warnings)


def test_an_indicator_without_direction_is_told() -> None:
    composite = made(meta=four.META.replace("living,3,1", "living,3,"))
    assert any("more counts as better: green" in text.en for text in composite.warnings)


@pytest.mark.parametrize(
    "steps",
    [
        "steps:\n  impute: {method: i_mean_grp, use_group: region}\n  normalize: {function: n_minmax, l_u: [0, 100]}",
        "- denominate\n- impute: {method: group-mean, by_group: region}\n- {step: normalise, method: MinMax}\n- aggregate",
        "impute: {group_mean: region}\nscreen: {non_na: 0.5}\ntreat: {winsorise: 5}\nnormalise: {min_max: [0, 100]}\nsensitivity: {method: sobol, n: 5000}",
        "imputation: {method: mean, group: region}\nscreening: {method: byNA, dat_thresh: 0.9}\naggregation: weighted arithmetic mean",
        "impute: {type: Group Mean}\ntreat: {method: Winsorize, winmax: 5, skew_thresh: 2, kurt_thresh: 3.5}\nweights: given",
    ],
)
def test_many_spellings_of_the_same_choices_give_the_same_index(steps: str) -> None:
    assert index(made(steps=steps)) == four.INDEX
