/* What two sequences have in common, as Python's difflib tells it. */

#ifndef SCRAPELINT_MATCHING_H
#define SCRAPELINT_MATCHING_H

#include "core.h"

/* Letters, or words by their numbers. */
typedef struct {
    const uint32_t *at;
    size_t size;
} Sequence;

/* A run of items that stands in both sequences. */
typedef struct {
    size_t one, other, size;
} Run;

typedef struct {
    Run *at;
    size_t size, room;
} Runs;

/* Add the runs that both sequences hold, in their order: the longest, and those on both sides of
   it; of several that are as long the first. Returns -1 with MemoryError. */
int runs_of(Sequence one, Sequence other, Runs *runs);

/* Tell whether two words are one, misspelt. Returns -1 with MemoryError. */
int alike(Sequence one, Sequence other);

#endif
