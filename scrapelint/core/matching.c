#include "matching.h"

#include <stdlib.h>
#include <string.h>

enum { ALIKE_TENTHS = 7 }; /* share of letters in common, as the twin has it */

/* A part of both sequences. */
typedef struct {
    size_t one, one_end, other, other_end;
} Part;

typedef struct {
    Part *at;
    size_t size, room;
} Parts;

/* Where the items of one sequence stand in the other, by places counted from 1; 0 is none. */
typedef struct {
    size_t *slots;  /* what all is kept in: a table of items, and what follows */
    size_t *last;   /* for each item of the one, its last place in the other */
    size_t *before; /* for each place in the other, the one before it with the same item */
    size_t *length; /* of the run that ends at a place of the other, as far as it is read */
    size_t *row;    /* in which step that was */
    size_t step;
} Places;

/* ------------------------------------------------------------------ where items stand */

static size_t *
slot_of(size_t *slots, size_t mask, Sequence other, uint32_t item)
{
    size_t slot = mixed(item) & mask;
    while (slots[slot] != 0 && other.at[slots[slot] - 1] != item) slot = (slot + 1) & mask;
    return &slots[slot];
}

/* Fill in `last` and `before`, by slots that are empty. */
static void
places_find(Places *places, size_t *slots, size_t mask, Sequence one, Sequence other)
{
    for (size_t at = 0; at < other.size; at++) {
        size_t *slot = slot_of(slots, mask, other, other.at[at]);
        places->before[at + 1] = *slot;
        *slot = at + 1;
    }
    for (size_t at = 0; at < one.size; at++)
        places->last[at] = *slot_of(slots, mask, other, one.at[at]);
}

static int
places_start(Places *places, Sequence one, Sequence other)
{
    size_t room = room_for(2 * other.size);
    size_t *slots = PyMem_Calloc(room + one.size + 3 * (other.size + 1), sizeof *slots);
    if (slots == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    places->slots = slots;
    places->last = slots + room;
    places->before = places->last + one.size;
    places->length = places->before + other.size + 1;
    places->row = places->length + other.size + 1;
    places_find(places, slots, room - 1, one, other);
    return 0;
}

/* ------------------------------------------------------------------ runs */

/* Return the longest run in a part, the first of several. Places of the other sequence are gone
   through from the last to the first, so that what the step before said of them still stands. */
static Run
longest(Places *places, const Part *part)
{
    Run found = {part->one, part->other, 0};
    places->step++;
    for (size_t one = part->one; one < part->one_end; one++) {
        places->step++;
        for (size_t at = places->last[one]; at > part->other; at = places->before[at]) {
            if (at > part->other_end) continue;
            size_t size = places->row[at - 1] + 1 == places->step ? places->length[at - 1] + 1 : 1;
            places->length[at] = size;
            places->row[at] = places->step;
            if (size > found.size || (size == found.size && found.one + size == one + 1))
                found = (Run){one + 1 - size, at - size, size};
        }
    }
    return found;
}

static int
parts_add(Parts *parts, Part part)
{
    if (part.one == part.one_end || part.other == part.other_end) return 0;
    if (grow((void **)&parts->at, &parts->room, parts->size + 1, sizeof part) < 0) return -1;
    parts->at[parts->size++] = part;
    return 0;
}

static int
runs_find(Places *places, Parts *parts, Runs *runs)
{
    while (parts->size) {
        Part part = parts->at[--parts->size];
        Run run = longest(places, &part);
        if (run.size == 0) continue;
        if (grow((void **)&runs->at, &runs->room, runs->size + 1, sizeof run) < 0) return -1;
        runs->at[runs->size++] = run;
        Part before = {part.one, run.one, part.other, run.other};
        Part behind = {run.one + run.size, part.one_end, run.other + run.size, part.other_end};
        if (parts_add(parts, before) < 0 || parts_add(parts, behind) < 0) return -1;
    }
    return 0;
}

static int
by_place(const void *one, const void *other)
{
    size_t place = ((const Run *)one)->one, place_of_other = ((const Run *)other)->one;
    return (place > place_of_other) - (place < place_of_other);
}

int
runs_of(Sequence one, Sequence other, Runs *runs)
{
    Places places = {0};
    Parts parts = {0};
    int status = places_start(&places, one, other);
    if (status == 0) status = parts_add(&parts, (Part){0, one.size, 0, other.size});
    if (status == 0) status = runs_find(&places, &parts, runs);
    if (status == 0 && runs->size) qsort(runs->at, runs->size, sizeof *runs->at, by_place);
    PyMem_Free(places.slots);
    PyMem_Free(parts.at);
    return status;
}

/* ------------------------------------------------------------------ words */

static int
are_enough(size_t shared, size_t both)
{
    return 20 * shared >= ALIKE_TENTHS * both;
}

/* Return how many letters of two words are the same at most, whatever their order. */
static size_t
shared_at_most(Sequence one, Sequence other)
{
    uint32_t counts[256] = {0};
    size_t shared = 0;
    for (size_t at = 0; at < one.size; at++) counts[one.at[at] & 0xff]++;
    for (size_t at = 0; at < other.size; at++) {
        uint32_t *count = &counts[other.at[at] & 0xff];
        shared += *count > 0;
        *count -= *count > 0;
    }
    return shared;
}

int
alike(Sequence one, Sequence other)
{
    size_t both = one.size + other.size, shared = 0;
    if (!are_enough(one.size < other.size ? one.size : other.size, both)) return 0;
    if (!are_enough(shared_at_most(one, other), both)) return 0;
    Runs runs = {0};
    int status = runs_of(one, other, &runs);
    for (size_t at = 0; at < runs.size; at++) shared += runs.at[at].size;
    PyMem_Free(runs.at);
    return status < 0 ? -1 : are_enough(shared, both);
}
