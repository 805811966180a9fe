/* Where in a text any of thousands of short rows of bytes stands.

   A row has a set of bytes for each of its places. Some bytes of it that are next to each other
   are its key: at each place of the text the next two, three and four (of those small letters for
   capitals) are looked up among the keys, and where one is, its rows are compared whole. Of a row
   that is one set again and again most places of a text need no look. */

#include "core.h"

enum { NARROWEST = 2, WIDEST = 4, WIDTHS = WIDEST + 1 };
enum { MOST_ENTRIES = 1 << 22, SHORTEST_RUN = 8 };
enum { BEGINS = 1, ENDS = 2, ONCE = 4, BESIDE = 8, FLAGS = 15 }; /* scan/sieve.py has them too */
enum { AS_GOOD_AS_ALL = 8, FEW = 256 }; /* one place in eight is no better than all of them */
enum { FIELDS = 5, SET = 32 }; /* numbers of a row before its sets, and bytes of a set */

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

/* A row under its key; `next` is the next entry in the same slot, from 1 on. */
typedef struct {
    uint32_t bytes, row, next;
} Entry;

/* The keys of one width: the first entry of each slot, from 1 on, and which slots have one. */
typedef struct {
    uint32_t *slots;
    uint64_t *used;
} Keys;

typedef struct {
    PyObject_HEAD
    PyObject *sets, *kept, *fold; /* bytes: a bit for each byte in a set; the rows; small letters */
    Row *rows;
    Run *runs;
    Entry *entries;
    size_t runs_size, runs_room, rows_size, rows_room, entries_size, entries_room, numbers;
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
is_used(const Keys *keys, uint32_t slot)
{
    return keys->used[slot / 64] >> (slot % 64) & 1;
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

static int
add_entry(Sieve *sieve, uint32_t bytes, const Row *row)
{
    if (sieve->entries_size == MOST_ENTRIES) {
        PyErr_SetString(PyExc_ValueError, "keys have too many forms");
        return -1;
    }
    if (grow((void **)&sieve->entries, &sieve->entries_room, sieve->entries_size + 1,
             sizeof *sieve->entries) < 0)
        return -1;
    Keys *keys = &sieve->keys[row->width];
    uint32_t slot = slot_of(bytes, row->width);
    sieve->entries[sieve->entries_size++] =
        (Entry){bytes, (uint32_t)(row - sieve->rows), keys->slots[slot]};
    keys->slots[slot] = (uint32_t)sieve->entries_size;
    keys->used[slot / 64] |= (uint64_t)1 << (slot % 64);
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
    uint8_t done[256] = {0};
    for (unsigned byte = 0; byte < 256; byte++) {
        uint8_t shown = fold == NULL ? (uint8_t)byte : fold[byte];
        if (done[shown] || (set != NULL && !holds(set, (uint8_t)byte))) continue;
        done[shown] = 1;
        found.bytes[found.size++] = shown;
    }
    return found;
}

/* Add a row under each form of its key, of which some bytes are known already. */
static int
add_forms(Sieve *sieve, const Row *row, const Listed *places, unsigned known, uint32_t bytes)
{
    if (known == WIDEST || known == row->width) return add_entry(sieve, bytes, row);
    for (unsigned at = 0; at < places[known].size; at++) {
        uint32_t more = bytes | (uint32_t)places[known].bytes[at] << 8 * known;
        if (add_forms(sieve, row, places, known + 1, more) < 0) return -1;
    }
    return 0;
}

static int
add_key(Sieve *sieve, const Row *row)
{
    const uint8_t *fold = row->width == NARROWEST ? NULL : bytes_of(sieve->fold);
    Listed places[WIDEST];
    for (unsigned known = 0; known < row->width; known++) {
        size_t at = (size_t)row->key + known;
        const uint8_t *set = at < row->size ? set_at(bytes_of(sieve->sets), row, at) : NULL;
        places[known] = listed(set, fold);
    }
    return add_forms(sieve, row, places, 0, 0);
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
        is_sound = row.size > 0 && left >= 2 * (FIELDS + (size_t)row.size) &&
                   row.width >= NARROWEST && row.width <= WIDEST && row.flags <= FLAGS &&
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
    if (row.number >= sieve->numbers) sieve->numbers = (size_t)row.number + 1;
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
    return 0;
}

static int
sieve_init(PyObject *self, PyObject *args, PyObject *Py_UNUSED(kwargs))
{
    Sieve *sieve = (Sieve *)self;
    PyObject *sets, *rows, *fold;
    if (!PyArg_ParseTuple(args, "SSS", &sets, &rows, &fold)) return -1;
    if (sieve->sets != NULL) {
        PyErr_SetString(PyExc_TypeError, "a sieve is made once");
        return -1;
    }
    if (PyBytes_Size(sets) % SET != 0 || PyBytes_Size(fold) != 256) {
        PyErr_SetString(PyExc_ValueError, "a set has 32 bytes, and 256 are folded");
        return -1;
    }
    for (unsigned width = NARROWEST; width <= WIDEST; width++) {
        Keys *keys = &sieve->keys[width];
        size_t slots = (size_t)1 << bits_of(width);
        keys->slots = PyMem_Calloc(slots, sizeof *keys->slots);
        keys->used = PyMem_Calloc(slots / 64, sizeof *keys->used);
        if (keys->slots == NULL || keys->used == NULL) {
            PyErr_NoMemory();
            return -1;
        }
    }
    sieve->sets = Py_NewRef(sets);
    sieve->kept = Py_NewRef(rows);
    sieve->fold = Py_NewRef(fold);
    return add_rows(sieve);
}

static void
sieve_dealloc(PyObject *self)
{
    Sieve *sieve = (Sieve *)self;
    PyTypeObject *type = Py_TYPE(self);
    for (unsigned width = NARROWEST; width <= WIDEST; width++) {
        PyMem_Free(sieve->keys[width].slots);
        PyMem_Free(sieve->keys[width].used);
    }
    PyMem_Free(sieve->rows);
    PyMem_Free(sieve->runs);
    PyMem_Free(sieve->entries);
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

static int
add_end(Numbers *ends, size_t end, unsigned flags)
{
    return numbers_add(ends, (uint32_t)(end - (flags & BESIDE ? 1 : 0)));
}

/* Add where the rows end whose key, some bytes, is at a place. */
static int
meet(const Sieve *sieve, Scan *scan, size_t at, uint32_t bytes, unsigned width)
{
    uint32_t number = sieve->keys[width].slots[slot_of(bytes, width)];
    while (number != 0) {
        const Entry *entry = &sieve->entries[number - 1];
        const Row *row = &sieve->rows[entry->row];
        Numbers *ends = &scan->ends[row->number];
        number = entry->next;
        if (entry->bytes != bytes || is_enough(scan, ends, row->flags) ||
            !stands(sieve, scan, row, at))
            continue;
        if (add_end(ends, at - row->key + row->size, row->flags) < 0) return -1;
    }
    return 0;
}

/* Do so, if there may be any: nearly never. */
static inline int
look(const Sieve *sieve, Scan *scan, size_t at, uint32_t bytes, unsigned width)
{
    if (!is_used(&sieve->keys[width], slot_of(bytes, width))) return 0;
    return meet(sieve, scan, at, bytes, width);
}

/* Add each place where a run has been going on long enough. Behind one that ends too early the next
   such place is as far away as a run is long. */
static int
scan_run(const Run *run, Scan *scan)
{
    Numbers *ends = &scan->ends[run->number];
    for (size_t end = run->size, start; end <= scan->size; end = start + run->size) {
        start = end;
        while (start > end - run->size && holds(run->set, scan->data[start - 1])) start--;
        if (start > end - run->size) continue;
        if (is_enough(scan, ends, run->flags)) return 0;
        for (;; end++) {
            if (add_end(ends, end, run->flags) < 0) return -1;
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
        if (look(sieve, scan, at, number_at(scan->data + at), 2) < 0 ||
            look(sieve, scan, at, small & 0xffffff, 3) < 0 || look(sieve, scan, at, small, 4) < 0)
            return -1;
        at++;
    }
    for (size_t run = 0; run < sieve->runs_size; run++)
        if (scan_run(&sieve->runs[run], scan) < 0) return -1;
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
