/* The matches of an expression, looked for only where they may begin: in windows before the ends
   of pieces that were found. The twins are in scan/windows.py and scan/search.py. */

#include "core.h"

/* Numbers that scan/windows.py explains, and has too. */
enum { NEAR = 16, LONG_RUN = 60, WIDE = 300, AS_DEAR = 10 };

/* A piece of an expression, and the text that it was looked for in. */
typedef struct {
    Py_ssize_t size; /* of the text */
    const char *data;
    Py_ssize_t data_size;
    Py_ssize_t all;         /* more than all there is, in place of what has no limit */
    Py_ssize_t least, most; /* how far before the end of the piece a match begins */
    Py_ssize_t line_ends;   /* how many a match holds at most */
    int has_run;
    uint8_t in_run[256]; /* which bytes `most` does not count */
} Sought;

typedef struct {
    PyObject_HEAD
    PyObject *match, *search; /* of the pattern */
    PyObject *text, *ends, *bytes;
    Sought by;
    int group;       /* behind which to look on, if it matched */
    int begins_line; /* whether all matches do */
    Py_ssize_t number;      /* of the next end */
    Py_ssize_t first, last; /* of the window that is put together */
    Py_ssize_t next, until; /* the places left of the one that is looked through */
    Py_ssize_t end;         /* where a search from there may end; -1 if they are tried one by one */
    Py_ssize_t done;        /* the first place that is behind all matches so far */
} Search;

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
earliest(const Search *search, Py_ssize_t end, Py_ssize_t most, Py_ssize_t after)
{
    const Sought *by = &search->by;
    Py_ssize_t begin = end - most > after ? end - most : after, at = end - 1;
    if (most <= NEAR || by->line_ends == by->all) return begin;
    for (Py_ssize_t done = 0; done <= by->line_ends; done++) {
        at = PyUnicode_FindChar(search->text, '\n', begin, at > begin ? at : begin, -1);
        if (at == -1) return begin;
        if (at < 0) return at;
    }
    return at + 1;
}

/* Find where a search in a window may end, behind the last line that a match can reach into: -1
   stands for no such end. Returns -1 with an exception. */
static int
search_end(const Search *search, Py_ssize_t first, Py_ssize_t last, Py_ssize_t *end)
{
    const Sought *by = &search->by;
    Py_ssize_t limit = first + AS_DEAR * (last - first + 1), at = last - 1;
    for (Py_ssize_t done = 0; done <= by->line_ends; done++) {
        at = PyUnicode_FindChar(search->text, '\n', at + 1, limit, 1);
        if (at < -1) return -1;
        if (at < 0) {
            *end = by->size <= limit ? by->size : -1;
            return 0;
        }
    }
    *end = at + 1;
    return 0;
}

/* Take the next end of a piece into a window: one that meets the window so far, or one of its own,
   and then that is told. Returns 1 if so, 0 if not, -1 with an exception. */
static int
take_end(Search *search, Py_ssize_t *first, Py_ssize_t *last)
{
    const Sought *by = &search->by;
    Py_ssize_t end = PyLong_AsSsize_t(PyList_GetItem(search->ends, search->number++));
    if (end == -1 && PyErr_Occurred()) return -1;
    Py_ssize_t latest = end - 1 - by->least;
    if (end < 1 || end > by->data_size || latest <= search->last) return 0;
    Py_ssize_t begin = earliest(search, end - 1, most_before(by, end), search->last + 1);
    if (begin < 0) return -1;
    if (begin > latest) return 0; /* on too many lines */
    *first = search->first;
    *last = search->last;
    int is_apart = begin > search->last + 1;
    if (is_apart) search->first = begin;
    search->last = latest;
    return is_apart && *first <= *last;
}

/* Find the next window. Returns 1, 0 if there is none, -1 with an exception. */
static int
next_window(Search *search, Py_ssize_t *first, Py_ssize_t *last)
{
    while (search->number < PyList_Size(search->ends)) {
        int status = take_end(search, first, last);
        if (status) return status;
    }
    *first = search->first;
    *last = search->last;
    search->first = search->last + 1;
    return *first <= *last;
}

/* Begin to look through the next window. Returns as `next_window` does. */
static int
open_window(Search *search)
{
    Py_ssize_t first, last;
    int status = next_window(search, &first, &last);
    if (status <= 0) return status;
    search->next = first > search->done ? first : search->done;
    search->until = last < search->by.size ? last : search->by.size;
    search->end = -1;
    if (!search->begins_line && search_end(search, first, last, &search->end) < 0) return -1;
    return 1;
}

/* Go on to where a line begins, or past the window. Returns -1 with an exception. */
static int
go_to_line(Search *search)
{
    if (search->next == 0) return 0;
    Py_ssize_t at = PyUnicode_FindChar(search->text, '\n', search->next - 1, search->until, 1);
    if (at < -1) return -1;
    search->next = (at < 0 ? search->until : at) + 1;
    return 0;
}

/* Return what the pattern has to say of the next place, or of all up to the end of the search. */
static PyObject *
try_next(const Search *search)
{
    PyObject *found = NULL, *at = PyLong_FromSsize_t(search->next);
    if (at != NULL && search->end < 0)
        found = PyObject_CallFunctionObjArgs(search->match, search->text, at, NULL);
    else if (at != NULL) {
        PyObject *end = PyLong_FromSsize_t(search->end);
        if (end != NULL)
            found = PyObject_CallFunctionObjArgs(search->search, search->text, at, end, NULL);
        Py_XDECREF(end);
    }
    Py_XDECREF(at);
    return found;
}

/* Return a number that a call returned, and let that go; -1 with an exception, perhaps. */
static Py_ssize_t
number_from(PyObject *told)
{
    Py_ssize_t number = told == NULL ? -1 : PyLong_AsSsize_t(told);
    Py_XDECREF(told);
    return number;
}

/* Return where the group ends that is looked on behind, or the match; -1 with an exception. */
static Py_ssize_t
behind(const Search *search, PyObject *match)
{
    Py_ssize_t end = number_from(PyObject_CallMethod(match, "end", "i", search->group));
    if (end >= 0 || PyErr_Occurred()) return end;
    return number_from(PyObject_CallMethod(match, "end", NULL));
}

/* Go on behind a match. Returns 1, 0 if it begins behind the window, -1 with an exception. */
static int
go_behind(Search *search, PyObject *match)
{
    Py_ssize_t start = search->next;
    if (search->end >= 0) start = number_from(PyObject_CallMethod(match, "start", NULL));
    if (start > search->until) return 0;
    Py_ssize_t end = start < 0 ? -1 : behind(search, match);
    if (start < search->next || end < 0) {
        if (!PyErr_Occurred()) PyErr_SetString(PyExc_ValueError, "that is no match");
        return -1;
    }
    search->next = search->done = end > start ? end : start + 1;
    return 1;
}

static PyObject *
search_next(PyObject *self)
{
    Search *search = (Search *)self;
    for (;;) {
        if (search->next <= search->until && search->begins_line && go_to_line(search) < 0)
            return NULL;
        if (search->next > search->until) {
            if (open_window(search) <= 0) return NULL;
            continue;
        }
        PyObject *found = try_next(search);
        if (found == NULL) return NULL;
        int status = found == Py_None ? 0 : go_behind(search, found);
        if (status > 0) return found;
        Py_DECREF(found);
        if (status < 0) return NULL;
        search->next = search->end < 0 ? search->next + 1 : search->until + 1;
    }
}

/* ------------------------------------------------------------------ making one */

/* Read what is known of a piece. Returns -1 with an exception. */
static int
read_sought(Search *search, double least, double most, PyObject *run, double line_ends)
{
    Sought *by = &search->by;
    by->size = PyUnicode_GetLength(search->text);
    by->data = PyBytes_AsString(search->bytes);
    by->data_size = PyBytes_Size(search->bytes);
    if (by->data_size != by->size + 2 || search->first < 0 || search->first > by->size) {
        PyErr_SetString(PyExc_ValueError, "the text, with a line end on both sides, is needed");
        return -1;
    }
    search->last = search->first - 1;
    by->all = by->data_size + WIDE + 1;
    by->least = cut(least, by->all);
    by->most = cut(most, by->all);
    by->line_ends = cut(line_ends, by->all);
    by->has_run = PyBytes_Size(run) > 0;
    for (Py_ssize_t at = 0; at < PyBytes_Size(run); at++)
        by->in_run[(uint8_t)PyBytes_AsString(run)[at]] = 1;
    return 0;
}

static PyObject *
search_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    PyObject *pattern, *text, *ends, *data, *run;
    double least, most, line_ends;
    Py_ssize_t first;
    int begins_line, group;
    static char *names[] = {"", "", "", "", "", "", "", "", "", "", "", NULL};
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "OUO!SddSdnpi", names, &pattern, &text,
                                     &PyList_Type, &ends, &data, &least, &most, &run, &line_ends,
                                     &first, &begins_line, &group))
        return NULL;
    Search *search = (Search *)PyType_GenericNew(type, args, kwargs);
    if (search == NULL) return NULL;
    search->text = Py_NewRef(text);
    search->ends = Py_NewRef(ends);
    search->bytes = Py_NewRef(data);
    search->group = group;
    search->begins_line = begins_line;
    search->first = first;
    search->until = -1;
    search->match = PyObject_GetAttrString(pattern, "match");
    if (search->match != NULL) search->search = PyObject_GetAttrString(pattern, "search");
    if (search->search == NULL) PyErr_SetString(PyExc_TypeError, "a pattern is needed");
    if (search->search == NULL || read_sought(search, least, most, run, line_ends) < 0)
        Py_CLEAR(search);
    return (PyObject *)search;
}

static void
search_dealloc(PyObject *self)
{
    Search *search = (Search *)self;
    PyTypeObject *type = Py_TYPE(self);
    Py_XDECREF(search->match);
    Py_XDECREF(search->search);
    Py_XDECREF(search->text);
    Py_XDECREF(search->ends);
    Py_XDECREF(search->bytes);
    PyObject_Free(self);
    Py_DECREF(type);
}

static PyType_Slot slots[] = {
    {Py_tp_doc, "The matches of an expression, looked for where its pieces end."},
    {Py_tp_new, search_new},
    {Py_tp_dealloc, search_dealloc},
    {Py_tp_iter, PyObject_SelfIter},
    {Py_tp_iternext, search_next},
    {0, NULL},
};

PyType_Spec search_spec = {
    .name = "scrapelint._core.Search",
    .basicsize = sizeof(Search),
    .flags = Py_TPFLAGS_DEFAULT,
    .slots = slots,
};
