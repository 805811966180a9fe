/* Where in a text any of thousands of short rows of bytes stands.

   A row has a set of bytes for each of its places. Some bytes of it that are next to each other
   are its key: at each place of the text the next two, three and four (of those small letters for
   capitals) are looked up among the keys, and where one is, its rows are compared: first at the
   one place that says most, then whole. Of a row that is one set again and again most places of a
   text need no look.

   Rows have numbers, several the same: those of expressions. Some of these match only in lines that
   are short enough, characters of one set not counted: elsewhere their rows are no matter. */

#include "rows.h"

enum { AS_GOOD_AS_ALL = 8, FEW = 256 }; /* one place in eight is no better than all of them */
enum { FARTHEST = 4096 };               /* bytes that are counted before a line is not known */

typedef struct {
    PyObject_HEAD
    Rows rows;
} Sieve;

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
stands(const Rows *rows, const Scan *scan, const Row *row, size_t key)
{
    if (key < row->key || scan->size - (key - row->key) < row->size) return 0;
    size_t start = key - row->key;
    if ((row->flags & BEGINS && start != 0) ||
        (row->flags & ENDS && start + row->size != scan->size))
        return 0;
    const uint8_t *sets = bytes_of(rows->sets);
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
    size_t count = 0, at = extent->of == BEHIND ? 1 : end; /* then what is before does not count */
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
add_end(const Rows *rows, Scan *scan, unsigned number, size_t end, unsigned flags)
{
    end -= flags & BESIDE ? 1 : 0;
    if (!fits(&rows->extents[number], scan, end)) return 0;
    return numbers_add(&scan->ends[number], (uint32_t)end);
}

/* Tell whether a row may stand at a place, by its key and the place of it that says most. */
static inline int
may_stand(const uint8_t *sets, const Scan *scan, const Entry *entry, size_t at, uint32_t bytes)
{
    size_t telling = at + (size_t)(Py_ssize_t)entry->behind; /* a large one before the text */
    return entry->bytes == bytes && telling < scan->size &&
           holds(sets + SET * (size_t)entry->set, scan->data[telling]);
}

/* Add where the rows end whose key, some bytes, is at a place. */
static int
meet(const Rows *rows, Scan *scan, size_t at, uint32_t bytes, unsigned width)
{
    const Keys *keys = &rows->keys[width];
    const uint8_t *sets = bytes_of(rows->sets);
    const uint32_t *first = keys->first + rank_of(keys, slot_of(bytes, width));
    for (const Entry *entry = keys->entries + first[0]; entry < keys->entries + first[1]; entry++) {
        if (!may_stand(sets, scan, entry, at, bytes)) continue;
        const Row *row = &rows->at[entry->row];
        Numbers *ends = &scan->ends[row->number];
        if (is_enough(scan, ends, row->flags) || !stands(rows, scan, row, at)) continue;
        if (add_end(rows, scan, row->number, at - row->key + row->size, row->flags) < 0) return -1;
    }
    return 0;
}

/* Add where the rows end whose keys are the first of some bytes at a place. */
static int
look(const Rows *rows, Scan *scan, size_t at, const uint32_t *bytes)
{
    for (unsigned width = NARROWEST; width <= WIDEST; width++)
        if (has_bit(rows->keys[width].used, slot_of(bytes[width], width)) &&
            meet(rows, scan, at, bytes[width], width) < 0)
            return -1;
    return 0;
}

/* Add each place where a run has been going on long enough. Behind one that ends too early the next
   such place is as far away as a run is long. */
static int
scan_run(const Rows *rows, const Run *run, Scan *scan)
{
    Numbers *ends = &scan->ends[run->number];
    for (size_t end = run->size, start; end <= scan->size; end = start + run->size) {
        start = end;
        while (start > end - run->size && holds(run->set, scan->data[start - 1])) start--;
        if (start > end - run->size) continue;
        if (is_enough(scan, ends, run->flags)) return 0;
        for (;; end++) {
            if (add_end(rows, scan, run->number, end, run->flags) < 0) return -1;
            if (is_enough(scan, ends, run->flags)) return 0;
            if (end == scan->size || !holds(run->set, scan->data[end])) break;
        }
        start = end + 1;
    }
    return 0;
}

/* Add where all rows end. */
static int
scan_all(const Rows *rows, Scan *scan)
{
    const uint8_t *fold = bytes_of(rows->fold);
    uint32_t small = 0; /* the next four bytes, small letters for capitals, zeros behind the text */
    for (size_t at = 0, ahead = 0; at < scan->size; ahead++) {
        small = small >> 8 | (ahead < scan->size ? (uint32_t)fold[scan->data[ahead]] << 24 : 0);
        if (ahead < WIDEST - 1) continue;
        uint32_t bytes[WIDTHS] = {0, 0, number_at(scan->data + at), small & 0xffffff, small};
        int is_there = 0; /* nearly never: one question for all three is told in advance */
        for (unsigned width = NARROWEST; width <= WIDEST; width++)
            is_there |= has_bit(rows->keys[width].used, slot_of(bytes[width], width));
        if (is_there && look(rows, scan, at, bytes) < 0) return -1;
        at++;
    }
    for (size_t run = 0; run < rows->runs_size; run++)
        if (scan_run(rows, &rows->runs[run], scan) < 0) return -1;
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
told(const Rows *rows, const Scan *scan)
{
    PyObject *found = PyDict_New();
    for (size_t number = 0; found != NULL && number < rows->numbers; number++) {
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
scanned(const Rows *rows, PyObject *data)
{
    Scan scan = {.data = bytes_of(data), .size = (size_t)PyBytes_Size(data)};
    scan.most = scan.size / AS_GOOD_AS_ALL + FEW;
    scan.ends = PyMem_Calloc(rows->numbers + 1, sizeof *scan.ends);
    if (scan.ends == NULL) return PyErr_NoMemory();
    PyObject *found = scan_all(rows, &scan) < 0 ? NULL : told(rows, &scan);
    for (size_t number = 0; number < rows->numbers; number++) PyMem_Free(scan.ends[number].at);
    PyMem_Free(scan.ends);
    return found;
}

static int
sieve_init(PyObject *self, PyObject *args, PyObject *Py_UNUSED(kwargs))
{
    Sieve *sieve = (Sieve *)self;
    PyObject *sets, *extents, *rows, *fold;
    if (!PyArg_ParseTuple(args, "SSSS", &sets, &extents, &rows, &fold)) return -1;
    if (sieve->rows.sets != NULL) {
        PyErr_SetString(PyExc_TypeError, "a sieve is made once");
        return -1;
    }
    return rows_read(&sieve->rows, sets, extents, rows, fold);
}

static void
sieve_dealloc(PyObject *self)
{
    Sieve *sieve = (Sieve *)self;
    PyTypeObject *type = Py_TYPE(self);
    rows_free(&sieve->rows);
    PyObject_Free(self);
    Py_DECREF(type);
}

static PyObject *
sieve_scan(PyObject *self, PyObject *args)
{
    const Sieve *sieve = (Sieve *)self;
    PyObject *data;
    if (!PyArg_ParseTuple(args, "S", &data)) return NULL;
    if (sieve->rows.fold == NULL) {
        PyErr_SetString(PyExc_TypeError, "the sieve was not made");
        return NULL;
    }
    if ((size_t)PyBytes_Size(data) > UINT32_MAX) {
        PyErr_SetString(PyExc_OverflowError, "a text has less than 4 GB");
        return NULL;
    }
    return scanned(&sieve->rows, data);
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
