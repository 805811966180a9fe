#include "source.h"

int
source_read(Source *source, Py_ssize_t start, Py_ssize_t end)
{
    if (source->characters != NULL && start >= source->start && end <= source->end) return 0;
    Py_ssize_t left = source->size - start;
    if (end - start < AT_ONCE) end = left < AT_ONCE ? source->size : start + AT_ONCE;
    if (grow((void **)&source->characters, &source->room, (size_t)(end - start) + 1,
             sizeof *source->characters) < 0)
        return -1;
    PyObject *part = PyUnicode_Substring(source->whole, start, end);
    if (part == NULL) return -1;
    Py_UCS4 *read = PyUnicode_AsUCS4(part, source->characters, end - start, 0);
    Py_DECREF(part);
    source->characters[end - start] = 0;
    source->start = start;
    source->end = end;
    return read == NULL ? -1 : 1;
}

void
source_free(Source *source)
{
    PyMem_Free(source->characters);
}
