/* The rows that a sieve looks for: what they are, and what of them is looked up. */

#ifndef SCRAPELINT_ROWS_H
#define SCRAPELINT_ROWS_H

#include "core.h"

enum { NARROWEST = 2, WIDEST = 4, WIDTHS = WIDEST + 1 };
enum { BEGINS = 1, ENDS = 2, ONCE = 4, BESIDE = 8, FLAGS = 15 }; /* scan/sieve.py has them too */
enum { OF_LINE = 1, OF_TEXT, BEHIND };                           /* scan/extent.py has them too */
enum { SET = 32 };                                               /* bytes of a set */

typedef struct {
    const uint8_t *sets; /* the numbers of its sets, two bytes each */
    uint16_t number, size, key, width, flags;
} Row;

/* The same set so many times in a row. */
typedef struct {
    const uint8_t *set;
    size_t size;
    uint16_t number, flags;
} Run;

/* How much of its line, or of the text before it, what has a number can take up: up to the end of
   a row and in all, the bytes of a set not counted. */
typedef struct {
    const uint8_t *run;
    uint32_t before, whole;
    uint16_t of;
} Extent;

/* A row under its key, and the place of it that says most: how far behind the key, and its set. */
typedef struct {
    uint32_t bytes, row;
    int16_t behind;
    uint16_t set;
} Entry;

/* The keys of one width: which slots have entries, a bit each; how many slots before each 64 have;
   and where the entries of each that has some begin, those of a slot next to each other. */
typedef struct {
    uint64_t *used;
    uint32_t *before, *first;
    Entry *entries;
    size_t size, room;
} Keys;

/* All rows that are looked for, and the keys they are found by. */
typedef struct {
    PyObject *sets, *kept, *fold; /* bytes: a bit for each byte in a set; the rows; small letters */
    Extent *extents;              /* by the numbers of rows */
    Row *at;
    Run *runs;
    size_t size, room, runs_size, runs_room, numbers;
    Keys keys[WIDTHS];
} Rows;

/* Take up what is kept of sets, extents and rows, and small letters for capitals. Returns -1 with
   an exception. */
int rows_read(Rows *rows, PyObject *sets, PyObject *extents, PyObject *kept, PyObject *fold);

void rows_free(Rows *rows);

static inline unsigned
bits_of(unsigned width)
{
    return width == WIDEST ? 18 : 16;
}

static inline uint32_t
slot_of(uint32_t bytes, unsigned width)
{
    return width == NARROWEST ? bytes : bytes * 2654435761u >> (32 - bits_of(width));
}

/* Return which of the slots that have entries one of them is. */
static inline size_t
rank_of(const Keys *keys, uint32_t slot)
{
    uint64_t lower = ((uint64_t)1 << (slot % 64)) - 1;
    return keys->before[slot / 64] + count_bits(keys->used[slot / 64] & lower);
}

static inline uint16_t
number_at(const uint8_t *at)
{
    return (uint16_t)(at[0] | at[1] << 8);
}

static inline const uint8_t *
bytes_of(PyObject *bytes)
{
    return (const uint8_t *)PyBytes_AsString(bytes);
}

/* Return the set at a place of a row. */
static inline const uint8_t *
set_at(const uint8_t *sets, const Row *row, size_t at)
{
    return sets + SET * (size_t)number_at(row->sets + 2 * at);
}

static inline int
holds(const uint8_t *set, uint8_t byte)
{
    return set[byte / 8] >> (byte % 8) & 1;
}

#endif
