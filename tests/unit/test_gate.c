/* The gate: one probe after its time, and what becomes of it. */
#include "unit.h"

#include "spotify/gate.h"

static void open_until_closed(void **state)
{
	(void)state;
	struct gate g = {0};
	assert_int_equal(gate_ask(&g, 1000), GATE_PASS);
	gate_close(&g, 5000);
	assert_int_equal(gate_ask(&g, 1000), GATE_REFUSE);
	assert_int_equal(gate_ask(&g, 4999), GATE_REFUSE);
	assert_int_equal(gate_opens(&g), 5000);
}

static void a_single_probe_opens_it(void **state)
{
	(void)state;
	struct gate g = {0};
	gate_close(&g, 5000);
	assert_int_equal(gate_ask(&g, 5000), GATE_PASS_AS_PROBE);
	assert_int_equal(gate_ask(&g, 5001), GATE_REFUSE);
	gate_probed(&g, true, 5100);
	assert_int_equal(gate_ask(&g, 5100), GATE_PASS);
	assert_int_equal(gate_opens(&g), 0);
}

static void a_probe_without_an_answer_is_tried_again_later(void **state)
{
	(void)state;
	struct gate g = {0};
	gate_close(&g, 5000);
	gate_ask(&g, 5000);
	gate_probed(&g, false, 5100);
	assert_int_equal(gate_ask(&g, 5101), GATE_REFUSE);
	assert_int_equal(gate_ask(&g, 60000), GATE_PASS_AS_PROBE);
}

static void a_lost_probe_is_given_up(void **state)
{
	(void)state;
	struct gate g = {0};
	gate_close(&g, 5000);
	gate_ask(&g, 5000);
	assert_int_equal(gate_ask(&g, 5000 + 60000), GATE_PASS_AS_PROBE);
}

static void a_probe_refused_again_closes_it(void **state)
{
	(void)state;
	struct gate g = {0};
	gate_close(&g, 5000);
	gate_ask(&g, 5000);
	gate_close(&g, 90000);
	gate_probed(&g, false, 5100); /* comes after, changes nothing */
	assert_int_equal(gate_opens(&g), 90000);
	assert_int_equal(gate_ask(&g, 89999), GATE_REFUSE);
}

static void the_longer_closing_holds(void **state)
{
	(void)state;
	struct gate g = {0};
	gate_close(&g, 9000);
	gate_close(&g, 5000);
	assert_int_equal(gate_opens(&g), 9000);
	gate_open(&g);
	assert_int_equal(gate_ask(&g, 0), GATE_PASS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(open_until_closed),
	    cmocka_unit_test(a_single_probe_opens_it),
	    cmocka_unit_test(a_probe_without_an_answer_is_tried_again_later),
	    cmocka_unit_test(a_lost_probe_is_given_up),
	    cmocka_unit_test(a_probe_refused_again_closes_it),
	    cmocka_unit_test(the_longer_closing_holds),
	};
	return unit_run("gate", tests);
}
