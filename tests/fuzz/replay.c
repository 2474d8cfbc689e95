/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plays files through a fuzz target without libFuzzer: each is one test. Aborts where the target does. */
#include "fuzz.h"

static int play(const char *path)
{
    FILE *f = fopen(path, "rb");
    uint8_t *bytes = NULL;
    long n = -1;
    if (f && fseek(f, 0, SEEK_END) == 0 && (n = ftell(f)) >= 0 && (bytes = malloc((size_t)n + 1))) {
        rewind(f);
        n = fread(bytes, 1, (size_t)n, f) == (size_t)n ? n : -1;
    }
    if (f)
        fclose(f);
    if (!bytes || n < 0) {
        perror(path);
        free(bytes);
        return 1;
    }
    printf("[ RUN      ] %s\n", path);
    fflush(stdout); /* before a fault */
    LLVMFuzzerTestOneInput(bytes, (size_t)n);
    printf("[       OK ] %s\n", path);
    free(bytes);
    return 0;
}

int main(int argc, char **argv)
{
    int failed = 0;
    for (int i = 1; i < argc; i++)
        failed |= play(argv[i]);
    return failed;
}
