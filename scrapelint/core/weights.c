#include "weights.h"

#include <string.h>

static int
too_much(const char *reason)
{
    PyErr_SetString(PyExc_OverflowError, reason);
    return -1;
}

static size_t
slot_of(const Weights *weights, const char *text, size_t size)
{
    size_t slot = hash_of(text, size) & weights->slot_mask;
    for (uint32_t part; (part = weights->slots[slot]) != 0; slot = (slot + 1) & weights->slot_mask)
        if (weights->sizes[part] == size && memcmp(weights->starts[part], text, size) == 0) break;
    return slot;
}

uint32_t
weights_part(const Weights *weights, const char *text, size_t size)
{
    return weights->slots[slot_of(weights, text, size)];
}

static uint32_t
part_added(Weights *weights, const char *text, size_t size)
{
    size_t slot = slot_of(weights, text, size);
    if (weights->slots[slot] != 0) return weights->slots[slot];
    if (weights->parts == (1u << PART_BITS) - 1) {
        too_much("too many words");
        return 0;
    }
    uint32_t part = (uint32_t)++weights->parts;
    weights->starts[part] = text;
    weights->sizes[part] = (uint32_t)size;
    return weights->slots[slot] = part;
}

static int
malformed(void)
{
    PyErr_SetString(PyExc_ValueError, "a line must be a feature, a tab and a weight");
    return -1;
}

static void
filter_add(uint64_t *filter, uint64_t hash, int bits)
{
    set_bit(filter, hash >> (64 - bits));
}

static void
note_largest(Weights *weights, uint64_t key, int32_t weight)
{
    uint32_t sides[] = {(uint32_t)(key >> PART_BITS) % (1u << PART_BITS),
                        (uint32_t)key % (1u << PART_BITS)};
    uint64_t bits = weights->letters[key >> 2 * PART_BITS] & weights->pair_letters;
    for (uint32_t bit = 0; bits; bit++, bits >>= 1)
        for (uint32_t side = 0; bits & 1 && side < 2; side++) {
            int32_t *largest = &weights->largest[(2 * bit + side) << PART_BITS | sides[side]];
            if (weight > *largest) *largest = weight;
        }
}

static void
set_pair(Weights *weights, uint64_t key, int32_t weight)
{
    note_largest(weights, key, weight);
    uint64_t hash = key_hash(key);
    size_t at = hash >> 28 & weights->pair_mask;
    filter_add(weights->pair_filter, hash, PAIR_FILTER_BITS);
    while (weights->pairs[at] != 0 && weights->pairs[at] >> WEIGHT_BITS != key)
        at = (at + 1) & weights->pair_mask;
    weights->pairs[at] = key << WEIGHT_BITS | (uint64_t)(weight + WEIGHT_ZERO);
}

static void
set(Weights *weights, uint64_t key, int32_t weight)
{
    uint64_t hash = key_hash(key);
    size_t at = hash >> 28 & weights->cell_mask;
    filter_add(weights->filter, hash, FILTER_BITS);
    while (weights->cells[at].key != 0 && weights->cells[at].key != key)
        at = (at + 1) & weights->cell_mask;
    weights->cells[at] = (Cell){key, weight};
}

/* Read a whole number, of so few digits that two of them can be added, and one is a weight of
   WEIGHT_BITS. */
static int
read_number(const char *text, const char *end, int32_t *number)
{
    int sign = text < end && *text == '-' ? -1 : 1;
    if (sign < 0) text++;
    if (text == end) return malformed();
    if (end - text > 8) return too_much("too large a weight");
    for (*number = 0; text < end; text++) {
        if (*text < '0' || *text > '9') return malformed();
        *number = *number * 10 + (*text - '0');
    }
    *number *= sign;
    return 0;
}

static int
is_of_pair(const Weights *weights, const char *line)
{
    return !(line[0] & 0x80) && (weights->letters[(int)line[0]] & weights->pair_letters) != 0;
}

static int
read_line(Weights *weights, const char *text, const char *end)
{
    const char *tab = memchr(text, '\t', (size_t)(end - text));
    if (tab == NULL || tab - text < 3 || text[1] != ' ' || text[0] & 0x80) return malformed();
    uint64_t key = (uint64_t)text[0];
    int parts = 0;
    for (const char *part = text + 2, *next; part <= tab; part = next + 1, parts++) {
        next = memchr(part, ' ', (size_t)(tab - part));
        if (next == NULL) next = tab;
        if (parts == MOST_PARTS) return malformed();
        uint32_t number = part_added(weights, part, (size_t)(next - part));
        if (number == 0) return -1;
        weights->holders[number * MOST_PARTS + (uint32_t)parts] |= weights->letters[(int)*text];
        key = key << PART_BITS | number;
    }
    int32_t weight;
    if (read_number(tab + 1, end, &weight) < 0) return -1;
    if (parts == 2 && is_of_pair(weights, text))
        set_pair(weights, key, weight);
    else
        set(weights, key, weight);
    return 0;
}

static int
make_room(Weights *weights, size_t lines, size_t of_pairs)
{
    size_t parts = 1u << PART_BITS, letters = 0, slots = room_for(2 * parts);
    size_t cells = room_for(lines + lines / 4), pairs = room_for(of_pairs + of_pairs / 4);
    while (letters < 64 && weights->pair_letters >> letters) letters++;
    weights->starts = PyMem_Calloc(parts, sizeof *weights->starts);
    weights->sizes = PyMem_Calloc(parts, sizeof *weights->sizes);
    weights->slots = PyMem_Calloc(slots, sizeof *weights->slots);
    weights->cells = PyMem_Calloc(cells, sizeof *weights->cells);
    weights->filter = PyMem_Calloc((1u << FILTER_BITS) / 64, sizeof *weights->filter);
    weights->pairs = PyMem_Calloc(pairs, sizeof *weights->pairs);
    weights->pair_filter = PyMem_Calloc((1u << PAIR_FILTER_BITS) / 64, sizeof *weights->filter);
    weights->largest = PyMem_Calloc(2 * letters * parts + 1, sizeof *weights->largest);
    weights->holders = PyMem_Calloc(parts * MOST_PARTS, sizeof *weights->holders);
    if (!weights->starts || !weights->sizes || !weights->slots || !weights->cells ||
        !weights->filter || !weights->pairs || !weights->pair_filter || !weights->largest ||
        !weights->holders) {
        PyErr_NoMemory();
        return -1;
    }
    weights->slot_mask = slots - 1;
    weights->cell_mask = cells - 1;
    weights->pair_mask = pairs - 1;
    return 0;
}

static const char *
line_end(const char *line, const char *end)
{
    const char *found = memchr(line, '\n', (size_t)(end - line));
    return found == NULL ? end : found;
}

int
weights_read(Weights *weights, PyObject *source, uint64_t pair_letters)
{
    char *text;
    Py_ssize_t size;
    if (PyBytes_AsStringAndSize(source, &text, &size) < 0) return -1;
    weights->source = Py_NewRef(source);
    weights->pair_letters = pair_letters;
    const char *end = text + size;
    size_t lines = 0, of_pairs = 0;
    for (const char *line = text; line <= end; line = line_end(line, end) + 1) {
        lines++;
        of_pairs += line < end && is_of_pair(weights, line);
    }
    if (make_room(weights, lines, of_pairs) < 0) return -1;
    for (const char *line = text, *next; line <= end; line = next + 1) {
        next = line_end(line, end);
        if (read_line(weights, line, next) < 0) return -1;
    }
    return 0;
}

void
weights_free(Weights *weights)
{
    Py_CLEAR(weights->source);
    PyMem_Free(weights->starts);
    PyMem_Free(weights->sizes);
    PyMem_Free(weights->slots);
    PyMem_Free(weights->cells);
    PyMem_Free(weights->filter);
    PyMem_Free(weights->pairs);
    PyMem_Free(weights->pair_filter);
    PyMem_Free(weights->largest);
    PyMem_Free(weights->holders);
}
