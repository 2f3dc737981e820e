/* Which names are known, and which are known to be nobody's. */
#include "store/conn.h"
#include "store/words.h"

struct known {
	const char *const *keys;
	int n;
	int64_t first;
};

static enum store_status first_known(struct store_conn *c, void *arg)
{
	struct known *k = arg;
	struct value values[2 * STORE_KEYS];
	/* The statement has one length: keys that are not there repeat the first. */
	for (int i = 0; i < 2 * STORE_KEYS; i++)
		values[i] = value_text(k->keys[i % STORE_KEYS < k->n ? i % STORE_KEYS : 0]);
	return conn_number(c, STATEMENT_FIRST_KNOWN, values, 2 * STORE_KEYS, &k->first)
		   ? STORE_OK
		   : STORE_FAILED;
}

int store_first_known(struct store_conn *c, const char *const *keys, int n, int64_t deadline)
{
	struct known k = {.keys = keys, .n = n < STORE_KEYS ? n : STORE_KEYS};
	for (int i = 0; i < k.n; i++)
		if (!words_is_key(keys[i]))
			return -1;
	if (k.n < 1 || conn_do(c, CONN_READ, deadline, first_known, &k) != STORE_OK)
		return -1;
	return k.first > 0 && k.first <= k.n ? (int)k.first - 1 : -1;
}

struct unknown {
	const char *key;
	int64_t n;
};

static enum store_status count_unknown(struct store_conn *c, void *arg)
{
	struct unknown *u = arg;
	const struct value key = value_text(u->key);
	return conn_number(c, STATEMENT_IS_UNKNOWN, &key, 1, &u->n) ? STORE_OK : STORE_FAILED;
}

bool store_is_unknown(struct store_conn *c, const char *key, int64_t deadline)
{
	struct unknown u = {.key = key};
	return words_is_key(key) &&
	       conn_do(c, CONN_READ, deadline, count_unknown, &u) == STORE_OK && u.n > 0;
}
