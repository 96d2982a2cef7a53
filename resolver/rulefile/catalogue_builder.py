"""From the shapes of status/*.yaml to the status catalogue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from resolver.model.knowledge import (
    Category,
    MessagePattern,
    Provider,
    QueryWindow,
    StateMark,
    StatusCatalogue,
    StatusCode,
)
from resolver.rulefile.schema.catalogue import (
    CategoriesShape,
    GenericShape,
    MarkShape,
    PatternsShape,
    ProviderShape,
    WindowShape,
)


def build_catalogue(
    categories: CategoriesShape, providers: Iterable[ProviderShape], generic: GenericShape
) -> StatusCatalogue:
    """Return the status catalogue; providers in order of id."""
    built = sorted((_provider(shape) for shape in providers), key=lambda provider: provider.id)
    return StatusCatalogue(
        categories={
            name: Category(name, shape.text(), shape.answered, shape.doubts_values)
            for name, shape in categories.categories.items()
        },
        providers={provider.id: provider for provider in built},
        patterns=tuple(_patterns("generic", generic.patterns)),
        marks=_marks(generic.marks),
        mark_patterns=tuple(
            (pattern, row.state) for row in generic.mark_patterns for pattern in row.match
        ),
        http=dict(generic.http),
        grpc=dict(generic.grpc),
        transport=dict(generic.transport),
        terms=dict(generic.terms),
        ignored=tuple(generic.ignored),
        vague=frozenset(generic.vague),
        doubtful=frozenset(generic.doubtful),
    )


def build_windows(rows: Iterable[WindowShape]) -> tuple[QueryWindow, ...]:
    """Return query windows as written."""
    return tuple(QueryWindow(row.days, row.from_, row.until) for row in rows)


def _provider(shape: ProviderShape) -> Provider:
    return Provider(
        id=shape.provider,
        name=shape.name.text(),
        kind=shape.kind,
        aliases=tuple(shape.aliases),
        codes=tuple(
            StatusCode(
                code=row.code,
                category=row.category,
                meaning=row.meaning.text(),
                operation=row.operation or "",
                certainty=row.certainty,
                valid_from=row.from_,
                valid_until=row.until,
                source=row.source or "",
            )
            for row in shape.codes
        ),
        patterns=tuple(_patterns(shape.provider, shape.patterns)),
        marks=_marks(shape.marks),
        windows=build_windows(shape.windows),
        same_day=shape.same_day,
        charges_failures=shape.charges_failures,
        date_form=shape.date_form,
        amount_form=shape.amount_form,
        type_numbers=dict(shape.type_numbers),
        includes=tuple(shape.includes),
    )


def _patterns(owner: str, rows: Iterable[PatternsShape]) -> Iterator[MessagePattern]:
    numbers: Counter[str] = Counter()
    for row in rows:
        for pattern in row.match:
            numbers[row.category] += 1
            name = f"{owner}/{row.category}/{numbers[row.category]}"
            yield MessagePattern(name, row.category, pattern, row.weight)


def _marks(rows: Iterable[MarkShape]) -> tuple[StateMark, ...]:
    return tuple(StateMark(row.mark, row.state) for row in rows)
