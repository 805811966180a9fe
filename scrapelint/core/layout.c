/* Where the lines and paragraphs of a text are; the twin is in layout.py. */

#include "core.h"

/* A text, and what is found. */
typedef struct {
    PyObject *text;
    Py_ssize_t size, first, last; /* of all that is not line ends before and behind it */
    PyObject *bounds, *filled, *paragraphs;
} Layout;

/* Tell what `str.isspace` says. */
static int
is_space(Py_UCS4 c)
{
    if (c < 0x80) return c == ' ' || (c >= 0x09 && c <= 0x0d) || (c >= 0x1c && c <= 0x1f);
    return c == 0x85 || c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 ||
           c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
}

static Py_UCS4
character(const Layout *layout, Py_ssize_t at)
{
    return PyUnicode_ReadChar(layout->text, at);
}

/* Add a range without the white space at its ends, if anything is left. */
static int
add_filled(const Layout *layout, PyObject *spans, Py_ssize_t start, Py_ssize_t end)
{
    while (start < end && is_space(character(layout, start))) start++;
    while (start < end && is_space(character(layout, end - 1))) end--;
    return start < end ? append(spans, Py_BuildValue("(nn)", start, end)) : 0;
}

/* Tell whether a line parts paragraphs: there is nothing on it, and something before and behind. */
static int
parts(const Layout *layout, Py_ssize_t start, Py_ssize_t end)
{
    if (start <= layout->first || end >= layout->last) return 0;
    for (; start < end; start++) {
        Py_UCS4 c = character(layout, start);
        if (c != ' ' && c != '\t') return 0;
    }
    return 1;
}

/* Add all lines, and the paragraphs between those that part them. */
static int
add_all(const Layout *layout)
{
    Py_ssize_t paragraph = layout->first;
    for (Py_ssize_t start = 0, end; start <= layout->size; start = end + 1) {
        end = PyUnicode_FindChar(layout->text, '\n', start, layout->size, 1);
        if (end < -1) return -1;
        if (end < 0) end = layout->size;
        if (append(layout->bounds, PyLong_FromSsize_t(start)) < 0 ||
            add_filled(layout, layout->filled, start, end) < 0)
            return -1;
        if (!parts(layout, start, end)) continue;
        if (add_filled(layout, layout->paragraphs, paragraph, start - 1) < 0) return -1;
        paragraph = end + 1;
    }
    if (append(layout->bounds, PyLong_FromSsize_t(layout->size + 1)) < 0) return -1;
    if (paragraph == layout->first) return 0; /* no line parts any */
    return add_filled(layout, layout->paragraphs, paragraph, layout->last);
}

PyObject *
layout(PyObject *Py_UNUSED(module), PyObject *args)
{
    Layout layout = {0};
    if (!PyArg_ParseTuple(args, "U", &layout.text)) return NULL;
    layout.last = layout.size = PyUnicode_GetLength(layout.text);
    while (layout.first < layout.size && character(&layout, layout.first) == '\n') layout.first++;
    while (layout.last > layout.first && character(&layout, layout.last - 1) == '\n') layout.last--;
    layout.bounds = PyList_New(0);
    layout.filled = PyList_New(0);
    layout.paragraphs = PyList_New(0);
    PyObject *found = NULL;
    if (layout.bounds != NULL && layout.filled != NULL && layout.paragraphs != NULL &&
        add_all(&layout) == 0)
        found = PyTuple_Pack(3, layout.bounds, layout.filled, layout.paragraphs);
    Py_XDECREF(layout.bounds);
    Py_XDECREF(layout.filled);
    Py_XDECREF(layout.paragraphs);
    return found;
}
