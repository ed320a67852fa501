// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* replay.c: main() for a fuzz target: feeds it every file of its corpus, so that the corpus is a test. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int replay(const char *path)
{
	FILE *f = fopen(path, "rb");
	uint8_t *data;
	size_t n;

	if (!f)
		return 0;
	data = malloc(4 << 20);
	n = data ? fread(data, 1, 4 << 20, f) : 0;
	fclose(f);
	/* A copy of the exact size, so that the sanitizer sees reads past its end. */
	if (data) {
		uint8_t *exact = malloc(n ? n : 1);

		memcpy(exact, data, n);
		LLVMFuzzerTestOneInput(exact, n);
		free(exact);
	}
	free(data);
	printf("ok - %s\n", strrchr(path, '/') + 1);
	return 1;
}

int main(int argc, char **argv)
{
	const char *self = strrchr(argv[0], '/');
	char dir[512], path[1024];
	struct dirent *e;
	int nr = 0;
	DIR *d;

	/* fuzz_NAME replays tests/fuzz/corpus/NAME; a folder or files may be given instead. */
	for (int i = 1; i < argc; i++)
		nr += replay(argv[i]);
	if (argc > 1)
		return !nr;
	snprintf(dir, sizeof(dir), "tests/fuzz/corpus/%s", self ? self + 1 + strlen("fuzz_") : "");
	d = opendir(dir);
	if (!d) {
		printf("not ok - no corpus %s\n", dir);
		return 1;
	}
	while ((e = readdir(d))) {
		if (e->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "%s/%s", dir, e->d_name);
		nr += replay(path);
	}
	closedir(d);
	return !nr;
}
