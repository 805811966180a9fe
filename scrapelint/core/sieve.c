/* Where in a text any of thousands of short rows of bytes stands.

   A row has a set of bytes for each of its places. Some bytes of it that are next to each other
   are its key: at each place of the text the next two, three and four (of those small letters for
   capitals) are looked up among the keys, and where one is, its rows are compared: first at the
   one place that says most, then whole. Of a row that is one set again and again most places of a
   text need no look.

   Rows have numbers, several the same: those of expressions. Some of these match only in lines that
   are short enough, characters of one set not counted: elsewhere their rows are no matter. */

#include "core.h"

#include <limits.h>
#include <string.h>

enum { NARROWEST = 2, WIDEST = 4, WIDTHS = WIDEST + 1 };
enum { MOST_ENTRIES = 1 << 22, SHORTEST_RUN = 8 };
enum { BEGINS = 1, ENDS = 2, ONCE = 4, BESIDE = 8, FLAGS = 15 }; /* scan/sieve.py has them too */
enum { AS_GOOD_AS_ALL = 8, FEW = 256 }; /* one place in eight is no better than all of them */
enum { FIELDS = 5, SET = 32, PARTS = 4, EXTENT = 12 }; /* numbers of a row before its sets; bytes of others */
enum { OF_LINE = 1, OF_TEXT, BEHIND };     /* scan/extent.py has them too */
enum { FARTHEST = 4096 };                  /* bytes that are counted before a line is not known */

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

typedef struct {
    PyObject_HEAD
    PyObject *sets, *kept, *fold; /* bytes: a bit for each byte in a set; the rows; small letters */
    Extent *extents;              /* by the numbers of rows */
    Row *rows;
    Run *runs;
    size_t runs_size, runs_room, rows_size, rows_room, numbers;
    Keys keys[WIDTHS];
} Sieve;

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

static inline int
has_bit(const uint64_t *bits, uint32_t number)
{
    return bits[number / 64] >> (number % 64) & 1;
}

static inline void
set_bit(uint64_t *bits, uint32_t number)
{
    bits[number / 64] |= (uint64_t)1 << (number % 64);
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
add_entry(Sieve *sieve, Entry entry, unsigned width)
{
    Keys *keys = &sieve->keys[width];
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
add_forms(Sieve *sieve, Entry entry, unsigned width, const Listed *places, unsigned known)
{
    if (known == WIDEST || known == width) return add_entry(sieve, entry, width);
    uint32_t bytes = entry.bytes;
    for (unsigned at = 0; at < places[known].size; at++) {
        entry.bytes = bytes | (uint32_t)places[known].bytes[at] << 8 * known;
        if (add_forms(sieve, entry, width, places, known + 1) < 0) return -1;
    }
    return 0;
}

static int
add_key(Sieve *sieve, const Row *row)
{
    const uint8_t *fold = row->width == NARROWEST ? NULL : bytes_of(sieve->fold);
    const uint8_t *sets = bytes_of(sieve->sets);
    Listed places[WIDEST];
    for (unsigned known = 0; known < row->width; known++) {
        size_t at = (size_t)row->key + known;
        const uint8_t *set = at < row->size ? set_at(sets, row, at) : NULL;
        places[known] = listed(set, fold);
    }
    size_t telling = telling_place(sets, row);
    Entry entry = {.row = (uint32_t)(row - sieve->rows),
                   .behind = (int16_t)((int)telling - row->key),
                   .set = number_at(row->sets + 2 * telling)};
    return add_forms(sieve, entry, row->width, places, 0);
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
read_row(Sieve *sieve, size_t *at)
{
    const uint8_t *kept = bytes_of(sieve->kept) + *at;
    size_t left = (size_t)PyBytes_Size(sieve->kept) - *at;
    size_t sets = (size_t)PyBytes_Size(sieve->sets) / SET;
    Row row = {0};
    int is_sound = left >= 2 * FIELDS;
    if (is_sound) {
        row = (Row){kept + 2 * FIELDS,    number_at(kept),     number_at(kept + 2),
                    number_at(kept + 4),  number_at(kept + 6), number_at(kept + 8)};
        is_sound = row.size > 0 && row.size <= INT16_MAX && left >= 2 * (FIELDS + (size_t)row.size) &&
                   row.number < sieve->numbers && row.width >= NARROWEST && row.width <= WIDEST && row.flags <= FLAGS &&
                   row.key < row.size && row.key + row.width <= row.size + (row.size == 1);
    }
    for (size_t place = 0; is_sound && place < row.size; place++)
        is_sound = number_at(row.sets + 2 * place) < sets;
    if (!is_sound) {
        PyErr_SetString(PyExc_ValueError, "no such row");
        return -1;
    }
    if (grow((void **)&sieve->rows, &sieve->rows_room, sieve->rows_size + 1, sizeof row) < 0)
        return -1;
    sieve->rows[sieve->rows_size++] = row;
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
add_run(Sieve *sieve, const Row *row)
{
    Run run = {set_at(bytes_of(sieve->sets), row, 0), row->size, row->number, row->flags};
    if (grow((void **)&sieve->runs, &sieve->runs_room, sieve->runs_size + 1, sizeof run) < 0)
        return -1;
    sieve->runs[sieve->runs_size++] = run;
    return 0;
}

static int
add_rows(Sieve *sieve)
{
    size_t at = 0, size = (size_t)PyBytes_Size(sieve->kept);
    while (at < size)
        if (read_row(sieve, &at) < 0) return -1;
    for (size_t number = 0; number < sieve->rows_size; number++) {
        const Row *row = &sieve->rows[number];
        if ((is_run(row) ? add_run(sieve, row) : add_key(sieve, row)) < 0) return -1;
    }
    for (unsigned width = NARROWEST; width <= WIDEST; width++)
        if (sort(&sieve->keys[width], width) < 0) return -1;
    return 0;
}

/* Make room for which slots are used. */
static int
make_slots(Sieve *sieve)
{
    int is_made = 1;
    for (unsigned width = NARROWEST; width <= WIDEST; width++) {
        Keys *keys = &sieve->keys[width];
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
read_extents(Sieve *sieve, PyObject *extents)
{
    const uint8_t *kept = bytes_of(extents), *sets = bytes_of(sieve->sets);
    size_t size = (size_t)PyBytes_Size(sieve->sets) / SET;
    sieve->numbers = (size_t)PyBytes_Size(extents) / EXTENT;
    sieve->extents = PyMem_Calloc(sieve->numbers + 1, sizeof *sieve->extents);
    if (sieve->extents == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    for (size_t number = 0; number < sieve->numbers; number++, kept += EXTENT) {
        uint16_t of = number_at(kept), run = number_at(kept + 2);
        if (of != 0 && run >= size) {
            PyErr_SetString(PyExc_ValueError, "no such set");
            return -1;
        }
        sieve->extents[number] =
            (Extent){sets + SET * (size_t)run, limit_at(kept + 4), limit_at(kept + 8), of};
    }
    return 0;
}

static int
sieve_init(PyObject *self, PyObject *args, PyObject *Py_UNUSED(kwargs))
{
    Sieve *sieve = (Sieve *)self;
    PyObject *sets, *extents, *rows, *fold;
    if (!PyArg_ParseTuple(args, "SSSS", &sets, &extents, &rows, &fold)) return -1;
    if (sieve->sets != NULL) {
        PyErr_SetString(PyExc_TypeError, "a sieve is made once");
        return -1;
    }
    if (PyBytes_Size(sets) % SET != 0 || PyBytes_Size(extents) % EXTENT != 0 ||
        PyBytes_Size(fold) != 256) {
        PyErr_SetString(PyExc_ValueError, "sets, extents or folded bytes are not whole");
        return -1;
    }
    sieve->sets = Py_NewRef(sets);
    sieve->kept = Py_NewRef(rows);
    sieve->fold = Py_NewRef(fold);
    if (read_extents(sieve, extents) < 0 || make_slots(sieve) < 0) return -1;
    return add_rows(sieve);
}

static void
sieve_dealloc(PyObject *self)
{
    Sieve *sieve = (Sieve *)self;
    PyTypeObject *type = Py_TYPE(self);
    for (unsigned width = NARROWEST; width <= WIDEST; width++) {
        PyMem_Free(sieve->keys[width].used);
        PyMem_Free(sieve->keys[width].before);
        PyMem_Free(sieve->keys[width].first);
        PyMem_Free(sieve->keys[width].entries);
    }
    PyMem_Free(sieve->extents);
    PyMem_Free(sieve->rows);
    PyMem_Free(sieve->runs);
    Py_XDECREF(sieve->sets);
    Py_XDECREF(sieve->kept);
    Py_XDECREF(sieve->fold);
    PyObject_Free(self);
    Py_DECREF(type);
}

/* A text that is scanned, and where rows end in it. */
typedef struct {
    const uint8_t *data;
    size_t size, most; /* with so many ends it is not worth while to tell them */
    Numbers *ends;     /* by the numbers of rows */
} Scan;

static inline int
is_enough(const Scan *scan, const Numbers *ends, unsigned flags)
{
    return ends->size == (flags & ONCE ? 1 : scan->most);
}

/* Tell whether a row stands at a place, which may be before the text. */
static int
stands(const Sieve *sieve, const Scan *scan, const Row *row, size_t key)
{
    if (key < row->key || scan->size - (key - row->key) < row->size) return 0;
    size_t start = key - row->key;
    if ((row->flags & BEGINS && start != 0) ||
        (row->flags & ENDS && start + row->size != scan->size))
        return 0;
    const uint8_t *sets = bytes_of(sieve->sets);
    for (size_t at = 0; at < row->size; at++)
        if (!holds(set_at(sets, row, at), scan->data[start + at])) return 0;
    return 1;
}

/* Tell whether what ends at a place takes up no more than it can; where it begins too far before to
   be counted, it may. */
static int
fits(const Extent *extent, const Scan *scan, size_t end)
{
    const uint8_t *data = scan->data;
    size_t count = 0, at = extent->of == BEHIND ? 1 : end;
    size_t first = end > FARTHEST ? end - FARTHEST : 1;
    size_t last = scan->size - end > FARTHEST ? end + FARTHEST : scan->size;
    if (extent->of == 0) return 1;
    for (; at > first && !(extent->of == OF_LINE && data[at - 1] == '\n'); at--)
        if (!holds(extent->run, data[at - 1]) && ++count > extent->before) return 0;
    for (at = end; at < last && data[at] != '\n'; at++)
        if (!holds(extent->run, data[at]) && ++count > extent->whole) return 0;
    return 1;
}

/* Add where a row ends that stands in a text, if that can be of any matter. */
static int
add_end(const Sieve *sieve, Scan *scan, unsigned number, size_t end, unsigned flags)
{
    end -= flags & BESIDE ? 1 : 0;
    if (!fits(&sieve->extents[number], scan, end)) return 0;
    return numbers_add(&scan->ends[number], (uint32_t)end);
}

/* Tell whether a row may stand at a place, by its key and the place of it that says most. */
static inline int
may_stand(const uint8_t *sets, const Scan *scan, const Entry *entry, size_t at, uint32_t bytes)
{
    size_t telling = at + (size_t)(Py_ssize_t)entry->behind; /* before the text that is a large one */
    return entry->bytes == bytes && telling < scan->size &&
           holds(sets + SET * (size_t)entry->set, scan->data[telling]);
}

/* Add where the rows end whose key, some bytes, is at a place. */
static int
meet(const Sieve *sieve, Scan *scan, size_t at, uint32_t bytes, unsigned width)
{
    const Keys *keys = &sieve->keys[width];
    const uint8_t *sets = bytes_of(sieve->sets);
    const uint32_t *first = keys->first + rank_of(keys, slot_of(bytes, width));
    for (const Entry *entry = keys->entries + first[0]; entry < keys->entries + first[1]; entry++) {
        if (!may_stand(sets, scan, entry, at, bytes)) continue;
        const Row *row = &sieve->rows[entry->row];
        Numbers *ends = &scan->ends[row->number];
        if (is_enough(scan, ends, row->flags) || !stands(sieve, scan, row, at)) continue;
        if (add_end(sieve, scan, row->number, at - row->key + row->size, row->flags) < 0) return -1;
    }
    return 0;
}

/* Add where the rows end whose keys are the first of some bytes at a place. */
static int
look(const Sieve *sieve, Scan *scan, size_t at, const uint32_t *bytes)
{
    for (unsigned width = NARROWEST; width <= WIDEST; width++)
        if (has_bit(sieve->keys[width].used, slot_of(bytes[width], width)) &&
            meet(sieve, scan, at, bytes[width], width) < 0)
            return -1;
    return 0;
}

/* Add each place where a run has been going on long enough. Behind one that ends too early the next
   such place is as far away as a run is long. */
static int
scan_run(const Sieve *sieve, const Run *run, Scan *scan)
{
    Numbers *ends = &scan->ends[run->number];
    for (size_t end = run->size, start; end <= scan->size; end = start + run->size) {
        start = end;
        while (start > end - run->size && holds(run->set, scan->data[start - 1])) start--;
        if (start > end - run->size) continue;
        if (is_enough(scan, ends, run->flags)) return 0;
        for (;; end++) {
            if (add_end(sieve, scan, run->number, end, run->flags) < 0) return -1;
            if (is_enough(scan, ends, run->flags)) return 0;
            if (end == scan->size || !holds(run->set, scan->data[end])) break;
        }
        start = end + 1;
    }
    return 0;
}

/* Add where all rows end. */
static int
scan_all(const Sieve *sieve, Scan *scan)
{
    const uint8_t *fold = bytes_of(sieve->fold);
    uint32_t small = 0; /* the next four bytes, small letters for capitals, zeros behind the text */
    for (size_t at = 0, ahead = 0; at < scan->size; ahead++) {
        small = small >> 8 | (ahead < scan->size ? (uint32_t)fold[scan->data[ahead]] << 24 : 0);
        if (ahead < WIDEST - 1) continue;
        uint32_t bytes[WIDTHS] = {0, 0, number_at(scan->data + at), small & 0xffffff, small};
        int is_there = 0; /* nearly never: one question for all three is told in advance */
        for (unsigned width = NARROWEST; width <= WIDEST; width++)
            is_there |= has_bit(sieve->keys[width].used, slot_of(bytes[width], width));
        if (is_there && look(sieve, scan, at, bytes) < 0) return -1;
        at++;
    }
    for (size_t run = 0; run < sieve->runs_size; run++)
        if (scan_run(sieve, &sieve->runs[run], scan) < 0) return -1;
    return 0;
}

/* Return where rows end, as the bytes of numbers. */
static PyObject *
told_ends(const Scan *scan, const Numbers *ends)
{
    if (ends->size == scan->most) return Py_NewRef(Py_None);
    return PyBytes_FromStringAndSize((const char *)ends->at,
                                     (Py_ssize_t)(ends->size * sizeof *ends->at));
}

/* Return where the rows end that were met, by the numbers of the rows. */
static PyObject *
told(const Sieve *sieve, const Scan *scan)
{
    PyObject *found = PyDict_New();
    for (size_t number = 0; found != NULL && number < sieve->numbers; number++) {
        const Numbers *ends = &scan->ends[number];
        if (ends->size == 0) continue;
        PyObject *key = PyLong_FromSize_t(number);
        PyObject *value = told_ends(scan, ends);
        if (key == NULL || value == NULL || PyDict_SetItem(found, key, value) < 0)
            Py_CLEAR(found);
        Py_XDECREF(key);
        Py_XDECREF(value);
    }
    return found;
}

static PyObject *
scanned(const Sieve *sieve, PyObject *data)
{
    Scan scan = {.data = bytes_of(data), .size = (size_t)PyBytes_Size(data)};
    scan.most = scan.size / AS_GOOD_AS_ALL + FEW;
    scan.ends = PyMem_Calloc(sieve->numbers + 1, sizeof *scan.ends);
    if (scan.ends == NULL) return PyErr_NoMemory();
    PyObject *found = scan_all(sieve, &scan) < 0 ? NULL : told(sieve, &scan);
    for (size_t number = 0; number < sieve->numbers; number++) PyMem_Free(scan.ends[number].at);
    PyMem_Free(scan.ends);
    return found;
}

static PyObject *
sieve_scan(PyObject *self, PyObject *args)
{
    const Sieve *sieve = (Sieve *)self;
    PyObject *data;
    if (!PyArg_ParseTuple(args, "S", &data)) return NULL;
    if (sieve->fold == NULL) {
        PyErr_SetString(PyExc_TypeError, "the sieve was not made");
        return NULL;
    }
    if ((size_t)PyBytes_Size(data) > UINT32_MAX) {
        PyErr_SetString(PyExc_OverflowError, "a text has less than 4 GB");
        return NULL;
    }
    return scanned(sieve, data);
}

static PyMethodDef methods[] = {
    {"scan", sieve_scan, METH_VARARGS,
     "Return where rows end, as bytes of 32-bit numbers, by the numbers of the rows; None for nearly\n"
     "everywhere."},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot slots[] = {
    {Py_tp_doc, "Short rows of sets of bytes, to be looked for all at once."},
    {Py_tp_new, PyType_GenericNew},
    {Py_tp_init, sieve_init},
    {Py_tp_dealloc, sieve_dealloc},
    {Py_tp_methods, methods},
    {0, NULL},
};

PyType_Spec sieve_spec = {
    .name = "scrapelint._core.Sieve",
    .basicsize = sizeof(Sieve),
    .flags = Py_TPFLAGS_DEFAULT,
    .slots = slots,
};
