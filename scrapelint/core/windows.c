/* Where in a text the matches of an expression may begin; the twin is in scan/windows.py. */

#include "core.h"

/* Numbers that scan/windows.py explains, and has too. */
enum { NEAR = 16, LONG_RUN = 60, WIDE = 300, AS_DEAR = 10 };

/* A piece of an expression, and the text that it was looked for in. */
typedef struct {
    PyObject *text;
    Py_ssize_t size; /* of the text */
    const char *data;
    Py_ssize_t data_size;
    Py_ssize_t all;         /* more than all there is, in place of what has no limit */
    Py_ssize_t least, most; /* how far before the end of the piece a match begins */
    Py_ssize_t line_ends;   /* how many a match holds at most */
    int has_run;
    uint8_t in_run[256]; /* which bytes `most` does not count */
} Sought;

/* Return a number that may be infinite, cut to what is more than all there is. */
static Py_ssize_t
cut(double number, Py_ssize_t all)
{
    if (!(number < (double)all)) return all;
    return number < 0 ? 0 : (Py_ssize_t)number;
}

/* Return how far before an end of the piece a match begins at most, runs counted as they are. */
static Py_ssize_t
most_before(const Sought *by, Py_ssize_t end)
{
    if (!by->has_run) return by->most;
    if (by->most > WIDE) return by->all;
    Py_ssize_t at = end - by->most - LONG_RUN, inside = 0;
    for (at = at < 0 ? 0 : at; at < end; at++) inside += by->in_run[(uint8_t)by->data[at]];
    return inside < LONG_RUN ? by->most + inside : by->all;
}

/* Return where at the earliest a match begins whose piece ends there, from a place on; -2 with an
   exception. */
static Py_ssize_t
earliest(const Sought *by, Py_ssize_t end, Py_ssize_t most, Py_ssize_t after)
{
    Py_ssize_t begin = end - most > after ? end - most : after, at = end - 1;
    if (most <= NEAR || by->line_ends == by->all) return begin;
    for (Py_ssize_t done = 0; done <= by->line_ends; done++) {
        at = PyUnicode_FindChar(by->text, '\n', begin, at > begin ? at : begin, -1);
        if (at == -1) return begin;
        if (at < 0) return at;
    }
    return at + 1;
}

/* Find where a search may end, behind the last line that a match can reach into: -1 stands for
   no such end. Returns -1 with an exception. */
static int
search_end(const Sought *by, Py_ssize_t first, Py_ssize_t last, Py_ssize_t *end)
{
    Py_ssize_t limit = first + AS_DEAR * (last - first + 1), at = last - 1;
    for (Py_ssize_t done = 0; done <= by->line_ends; done++) {
        at = PyUnicode_FindChar(by->text, '\n', at + 1, limit, 1);
        if (at < -1) return -1;
        if (at < 0) {
            *end = by->size <= limit ? by->size : -1;
            return 0;
        }
    }
    *end = at + 1;
    return 0;
}

static int
add(const Sought *by, PyObject *windows, Py_ssize_t first, Py_ssize_t last)
{
    Py_ssize_t end;
    if (first > last) return 0;
    if (search_end(by, first, last, &end) < 0) return -1;
    return append(windows, end < 0 ? Py_BuildValue("(nnO)", first, last, Py_None)
                                   : Py_BuildValue("(nnn)", first, last, end));
}

/* Add the windows before the ends of pieces, those that meet as one. */
static int
add_all(const Sought *by, PyObject *ends, Py_ssize_t first, PyObject *windows)
{
    Py_ssize_t last = first - 1;
    for (Py_ssize_t number = 0; number < PyList_Size(ends); number++) {
        Py_ssize_t end = PyLong_AsSsize_t(PyList_GetItem(ends, number));
        if (end == -1 && PyErr_Occurred()) return -1;
        if (end < 1 || end > by->data_size) continue;
        Py_ssize_t latest = end - 1 - by->least;
        if (latest <= last) continue;
        Py_ssize_t begin = earliest(by, end - 1, most_before(by, end), last + 1);
        if (begin < 0) return -1;
        if (begin > latest) continue; /* on too many lines */
        if (begin > last + 1) {
            if (add(by, windows, first, last) < 0) return -1;
            first = begin;
        }
        last = latest;
    }
    return add(by, windows, first, last);
}

PyObject *
windows(PyObject *Py_UNUSED(module), PyObject *args)
{
    Sought by = {0};
    PyObject *ends, *data, *run;
    double least, most, line_ends;
    Py_ssize_t first;
    if (!PyArg_ParseTuple(args, "UO!SddSdn", &by.text, &PyList_Type, &ends, &data, &least, &most,
                          &run, &line_ends, &first))
        return NULL;
    by.size = PyUnicode_GetLength(by.text);
    by.data = PyBytes_AsString(data);
    by.data_size = PyBytes_Size(data);
    if (by.data_size != by.size + 2 || first < 0 || first > by.size) {
        PyErr_SetString(PyExc_ValueError, "the text, with a line end on both sides, is needed");
        return NULL;
    }
    by.all = by.data_size + WIDE + 1;
    by.least = cut(least, by.all);
    by.most = cut(most, by.all);
    by.line_ends = cut(line_ends, by.all);
    by.has_run = PyBytes_Size(run) > 0;
    for (Py_ssize_t at = 0; at < PyBytes_Size(run); at++)
        by.in_run[(uint8_t)PyBytes_AsString(run)[at]] = 1;
    PyObject *found = PyList_New(0);
    if (found != NULL && add_all(&by, ends, first, found) < 0) Py_CLEAR(found);
    return found;
}
