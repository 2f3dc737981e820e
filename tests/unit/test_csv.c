/* CSV as spreadsheets and query services write it, and as people break it. */
#include "unit.h"

#include "base/csv.h"

static FILE *file_of(const char *text, size_t n)
{
	FILE *f = tmpfile();
	assert_non_null(f);
	assert_int_equal(fwrite(text, 1, n, f), n);
	rewind(f);
	return f;
}

/* All records as "a|b;c|d;", those that are none as "!why;". */
static void reads_bytes(struct str text, const char *wanted)
{
	FILE *f = file_of(text.p, text.n);
	struct csv c;
	struct buf got;
	enum csv_status status;
	buf_init(&got, 4096);
	csv_begin(&c, f, 1000);
	while ((status = csv_next(&c)) != CSV_END) {
		for (int i = 0; i < c.n; i++)
			buf_addf(&got, "%s%s", i ? "|" : "", c.fields[i]);
		buf_addf(&got, "%s%s;", status == CSV_BROKEN ? "!" : "", c.why ? c.why : "");
	}
	assert_string_equal(got.data ? got.data : "", wanted);
	csv_free(&c);
	buf_free(&got);
	fclose(f);
}

static void reads(const char *text, const char *wanted)
{
	reads_bytes(str_of(text), wanted);
}

static void fields_and_quotes(void **state)
{
	(void)state;
	reads("", "");
	reads("\n\r\n\n", "");
	reads("a,b\nc,d", "a|b;c|d;");
	reads("a,b\r\nc,\r\n", "a|b;c|;");
	reads(",\n", "|;");
	reads("\"a, b\",\"say \"\"hi\"\"\"\n", "a, b|say \"hi\";");
	reads("\"two\nlines\",x\ny,z\n", "two\nlines|x;y|z;");
	reads("\"\",\"\"\n", "|;");
	reads("\xef\xbb\xbfid,name\n", "id|name;");
	reads("아이유,\"IU\"\n", "아이유|IU;");
}

static void what_is_broken_is_told_and_passed_over(void **state)
{
	(void)state;
	reads("a\"b,c\nd,e\n", "!a quote within a field that has none around it;d|e;");
	reads("\"a\"b,c\nd,e\n", "!text behind a closing quote;d|e;");
	reads("a,\"b\n", "!a quote that is never closed;");
	reads_bytes(STR("a,b\0c\nd,e\n"), "!a NUL byte;d|e;");
}

static void a_record_has_its_limit(void **state)
{
	(void)state;
	char text[1400];
	memset(text, 'x', sizeof text);
	memcpy(text + sizeof text - 5, "\na,b\n", 5);
	FILE *f = file_of(text, sizeof text);
	struct csv c;
	csv_begin(&c, f, 1000);
	assert_int_equal(csv_next(&c), CSV_BROKEN);
	assert_int_equal(csv_next(&c), CSV_RECORD);
	assert_string_equal(csv_field(&c, 1), "b");
	csv_free(&c);
	fclose(f);
}

static void lines_are_counted_and_columns_found(void **state)
{
	(void)state;
	const char text[] = "ID,\"a\nb\",name\n\n1,\"x\ny\",n\n2\n";
	FILE *f = file_of(text, strlen(text));
	struct csv c;
	csv_begin(&c, f, 1000);
	assert_int_equal(csv_next(&c), CSV_RECORD);
	assert_int_equal(c.line, 1);
	assert_int_equal(csv_column(&c, "id"), 0);
	assert_int_equal(csv_column(&c, "name"), 2);
	assert_int_equal(csv_column(&c, "none"), -1);
	assert_int_equal(csv_next(&c), CSV_RECORD);
	assert_int_equal(c.line, 4);
	assert_string_equal(csv_field(&c, 2), "n");
	assert_int_equal(csv_next(&c), CSV_RECORD);
	assert_int_equal(c.line, 6);
	assert_string_equal(csv_field(&c, 2), "");
	assert_string_equal(csv_field(&c, -1), "");
	assert_int_equal(csv_next(&c), CSV_END);
	csv_free(&c);
	fclose(f);
}

static void too_many_fields_are_read_over(void **state)
{
	(void)state;
	char text[2 * CSV_FIELDS + 1];
	for (size_t i = 0; i < sizeof text - 1; i++)
		text[i] = i % 2 ? ',' : 'a';
	text[sizeof text - 1] = '\n';
	FILE *f = file_of(text, sizeof text);
	struct csv c;
	csv_begin(&c, f, 1000);
	assert_int_equal(csv_next(&c), CSV_RECORD);
	assert_int_equal(c.n, CSV_FIELDS);
	csv_free(&c);
	fclose(f);
}

/* What is written is read as it was. */
static void test_fields_are_written_as_they_are_read(void **state)
{
	static const char *const fields[] = {"a", "", "b, c", "say \"so\"", "two\nlines", "한글"};
	enum { N = sizeof fields / sizeof *fields };
	struct buf line;
	struct csv c;
	(void)state;
	buf_init(&line, 1000);
	for (int i = 0; i < N; i++)
		csv_add(&line, fields[i]);
	assert_string_equal(line.data, "a,,\"b, c\",\"say \"\"so\"\"\",\"two\nlines\",한글");
	FILE *in = fmemopen(line.data, line.len, "r");
	csv_begin(&c, in, 1000);
	assert_int_equal(csv_next(&c), CSV_RECORD);
	assert_int_equal(c.n, N);
	for (int i = 0; i < N; i++)
		assert_string_equal(csv_field(&c, i), fields[i]);
	csv_free(&c);
	fclose(in);
	buf_free(&line);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(fields_and_quotes),
	    cmocka_unit_test(what_is_broken_is_told_and_passed_over),
	    cmocka_unit_test(a_record_has_its_limit),
	    cmocka_unit_test(lines_are_counted_and_columns_found),
	    cmocka_unit_test(too_many_fields_are_read_over),
	    cmocka_unit_test(test_fields_are_written_as_they_are_read),
	};
	return unit_run("csv", tests);
}
