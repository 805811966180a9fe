#include "rows.h"

#include <limits.h>
#include <string.h>

enum { MOST_ENTRIES = 1 << 22, SHORTEST_RUN = 8 };
enum { FIELDS = 5, PARTS = 4, EXTENT = 12 }; /* numbers of a row before its sets; parts; bytes */

/* A set as few numbers, the lowest byte in the lowest bit of the first. */
typedef struct {
    uint64_t parts[PARTS];
} Bits;

static Bits
bits_in(const uint8_t *set)
{
    Bits bits = {0};
    for (unsigned byte = 0; byte < SET; byte++)
        bits.parts[byte / 8] |= (uint64_t)set[byte] << 8 * (byte % 8);
    return bits;
}

static unsigned
size_of(const uint8_t *set)
{
    Bits bits = bits_in(set);
    unsigned size = 0;
    for (unsigned part = 0; part < PARTS; part++) size += count_bits(bits.parts[part]);
    return size;
}

/* Return the place of a row, outside of its key if there is one, that holds the fewest bytes. */
static size_t
telling_place(const uint8_t *sets, const Row *row)
{
    size_t best = row->key;
    unsigned least = UINT_MAX;
    for (size_t at = 0; at < row->size; at++) {
        if (at >= row->key && at < (size_t)row->key + row->width) continue;
        unsigned size = size_of(set_at(sets, row, at));
        if (size < least) {
            least = size;
            best = at;
        }
    }
    return best;
}

/* Add an entry for each form of a row's key. */
static int
add_entry(Rows *rows, Entry entry, unsigned width)
{
    Keys *keys = &rows->keys[width];
    if (keys->size == MOST_ENTRIES) {
        PyErr_SetString(PyExc_ValueError, "keys have too many forms");
        return -1;
    }
    if (grow((void **)&keys->entries, &keys->room, keys->size + 1, sizeof entry) < 0) return -1;
    keys->entries[keys->size++] = entry;
    set_bit(keys->used, slot_of(entry.bytes, width));
    return 0;
}

/* The bytes of a set, and those letters small. */
typedef struct {
    uint16_t size;
    uint8_t bytes[256];
} Listed;

static Listed
listed(const uint8_t *set, const uint8_t *fold)
{
    Listed found = {0};
    Bits all = {{UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX}}, done = {0};
    if (set != NULL) all = bits_in(set);
    for (unsigned part = 0; part < PARTS; part++)
        for (uint64_t bits = all.parts[part]; bits; bits &= bits - 1) {
            unsigned byte = 64 * part + (unsigned)lowest_bit(bits);
            uint8_t shown = fold == NULL ? (uint8_t)byte : fold[byte];
            if (has_bit(done.parts, shown)) continue;
            set_bit(done.parts, shown);
            found.bytes[found.size++] = shown;
        }
    return found;
}

/* Add a row under each form of its key, of which some bytes are known already. */
static int
add_forms(Rows *rows, Entry entry, unsigned width, const Listed *places, unsigned known)
{
    if (known == WIDEST || known == width) return add_entry(rows, entry, width);
    uint32_t bytes = entry.bytes;
    for (unsigned at = 0; at < places[known].size; at++) {
        entry.bytes = bytes | (uint32_t)places[known].bytes[at] << 8 * known;
        if (add_forms(rows, entry, width, places, known + 1) < 0) return -1;
    }
    return 0;
}

static int
add_key(Rows *rows, const Row *row)
{
    const uint8_t *fold = row->width == NARROWEST ? NULL : bytes_of(rows->fold);
    const uint8_t *sets = bytes_of(rows->sets);
    Listed places[WIDEST];
    for (unsigned known = 0; known < row->width; known++) {
        size_t at = (size_t)row->key + known;
        const uint8_t *set = at < row->size ? set_at(sets, row, at) : NULL;
        places[known] = listed(set, fold);
    }
    size_t telling = telling_place(sets, row);
    Entry entry = {.row = (uint32_t)(row - rows->at),
                   .behind = (int16_t)((int)telling - row->key),
                   .set = number_at(row->sets + 2 * telling)};
    return add_forms(rows, entry, row->width, places, 0);
}

/* Put the entries of each slot next to each other. */
static int
sort(Keys *keys, unsigned width)
{
    size_t words = ((size_t)1 << bits_of(width)) / 64, slots = 0;
    for (size_t word = 0; word < words; word++) {
        keys->before[word] = (uint32_t)slots;
        slots += count_bits(keys->used[word]);
    }
    Entry *sorted = PyMem_Calloc(keys->size + 1, sizeof *sorted);
    keys->first = PyMem_Calloc(slots + 2, sizeof *keys->first);
    if (sorted == NULL || keys->first == NULL) {
        PyMem_Free(sorted);
        PyErr_NoMemory();
        return -1;
    }
    uint32_t *next = keys->first + 1; /* where the next entry of a slot goes: at last, its end */
    for (size_t at = 0; at < keys->size; at++)
        next[rank_of(keys, slot_of(keys->entries[at].bytes, width)) + 1]++;
    for (size_t slot = 1; slot <= slots; slot++) next[slot] += next[slot - 1];
    for (size_t at = 0; at < keys->size; at++)
        sorted[next[rank_of(keys, slot_of(keys->entries[at].bytes, width))]++] = keys->entries[at];
    PyMem_Free(keys->entries);
    keys->entries = sorted;
    return 0;
}

/* Take up the row that is kept at a place, and move on behind it. */
static int
read_row(Rows *rows, size_t *at)
{
    const uint8_t *kept = bytes_of(rows->kept) + *at;
    size_t left = (size_t)PyBytes_Size(rows->kept) - *at;
    size_t sets = (size_t)PyBytes_Size(rows->sets) / SET;
    Row row = {0};
    int is_sound = left >= 2 * FIELDS;
    if (is_sound) {
        row = (Row){kept + 2 * FIELDS,    number_at(kept),     number_at(kept + 2),
                    number_at(kept + 4),  number_at(kept + 6), number_at(kept + 8)};
        is_sound = row.size > 0 && row.size <= INT16_MAX &&
                   left >= 2 * (FIELDS + (size_t)row.size) && row.number < rows->numbers &&
                   row.width >= NARROWEST && row.width <= WIDEST && row.flags <= FLAGS &&
                   row.key < row.size && row.key + row.width <= row.size + (row.size == 1);
    }
    for (size_t place = 0; is_sound && place < row.size; place++)
        is_sound = number_at(row.sets + 2 * place) < sets;
    if (!is_sound) {
        PyErr_SetString(PyExc_ValueError, "no such row");
        return -1;
    }
    if (grow((void **)&rows->at, &rows->room, rows->size + 1, sizeof row) < 0)
        return -1;
    rows->at[rows->size++] = row;
    *at += 2 * (FIELDS + (size_t)row.size);
    return 0;
}

static int
is_run(const Row *row)
{
    if (row->size < SHORTEST_RUN || row->flags & (BEGINS | ENDS)) return 0;
    for (size_t at = 1; at < row->size; at++)
        if (number_at(row->sets) != number_at(row->sets + 2 * at)) return 0;
    return 1;
}

static int
add_run(Rows *rows, const Row *row)
{
    Run run = {set_at(bytes_of(rows->sets), row, 0), row->size, row->number, row->flags};
    if (grow((void **)&rows->runs, &rows->runs_room, rows->runs_size + 1, sizeof run) < 0)
        return -1;
    rows->runs[rows->runs_size++] = run;
    return 0;
}

static int
add_all(Rows *rows)
{
    size_t at = 0, size = (size_t)PyBytes_Size(rows->kept);
    while (at < size)
        if (read_row(rows, &at) < 0) return -1;
    for (size_t number = 0; number < rows->size; number++) {
        const Row *row = &rows->at[number];
        if ((is_run(row) ? add_run(rows, row) : add_key(rows, row)) < 0) return -1;
    }
    for (unsigned width = NARROWEST; width <= WIDEST; width++)
        if (sort(&rows->keys[width], width) < 0) return -1;
    return 0;
}

/* Make room for which slots are used. */
static int
make_slots(Rows *rows)
{
    int is_made = 1;
    for (unsigned width = NARROWEST; width <= WIDEST; width++) {
        Keys *keys = &rows->keys[width];
        size_t words = ((size_t)1 << bits_of(width)) / 64;
        keys->used = PyMem_Calloc(words, sizeof *keys->used);
        keys->before = PyMem_Calloc(words, sizeof *keys->before);
        is_made = is_made && keys->used != NULL && keys->before != NULL;
    }
    if (!is_made) PyErr_NoMemory();
    return is_made ? 0 : -1;
}

static uint32_t
limit_at(const uint8_t *at)
{
    return number_at(at) | (uint32_t)number_at(at + 2) << 16;
}

static int
read_extents(Rows *rows, PyObject *extents)
{
    const uint8_t *kept = bytes_of(extents), *sets = bytes_of(rows->sets);
    size_t size = (size_t)PyBytes_Size(rows->sets) / SET;
    rows->numbers = (size_t)PyBytes_Size(extents) / EXTENT;
    rows->extents = PyMem_Calloc(rows->numbers + 1, sizeof *rows->extents);
    if (rows->extents == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    for (size_t number = 0; number < rows->numbers; number++, kept += EXTENT) {
        uint16_t of = number_at(kept), run = number_at(kept + 2);
        if (of != 0 && run >= size) {
            PyErr_SetString(PyExc_ValueError, "no such set");
            return -1;
        }
        rows->extents[number] =
            (Extent){sets + SET * (size_t)run, limit_at(kept + 4), limit_at(kept + 8), of};
    }
    return 0;
}

int
rows_read(Rows *rows, PyObject *sets, PyObject *extents, PyObject *kept, PyObject *fold)
{
    if (PyBytes_Size(sets) % SET != 0 || PyBytes_Size(extents) % EXTENT != 0 ||
        PyBytes_Size(fold) != 256) {
        PyErr_SetString(PyExc_ValueError, "sets, extents or folded bytes are not whole");
        return -1;
    }
    rows->sets = Py_NewRef(sets);
    rows->kept = Py_NewRef(kept);
    rows->fold = Py_NewRef(fold);
    if (read_extents(rows, extents) < 0 || make_slots(rows) < 0) return -1;
    return add_all(rows);
}

void
rows_free(Rows *rows)
{
    for (unsigned width = NARROWEST; width <= WIDEST; width++) {
        PyMem_Free(rows->keys[width].used);
        PyMem_Free(rows->keys[width].before);
        PyMem_Free(rows->keys[width].first);
        PyMem_Free(rows->keys[width].entries);
    }
    PyMem_Free(rows->extents);
    PyMem_Free(rows->at);
    PyMem_Free(rows->runs);
    Py_XDECREF(rows->sets);
    Py_XDECREF(rows->kept);
    Py_XDECREF(rows->fold);
}
