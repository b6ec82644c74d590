"""How good our dates are, read by everyone; and a date that moved, by the one who waits."""


def test_somebody_who_is_not_signed_in_reads_how_many_dates_were_kept(site, visit, scripts) -> None:
    nobody = visit("", scripts=scripts)
    nobody.open("/accessibility/")
    nobody.go(nobody.link("How good are our dates"))
    nobody.sees("In the last 3 months", "dates were kept.", "likely from", "Too few to tell")
    assert nobody.page.locator("main svg rect").count() >= 4


def test_from_a_date_that_moved_to_how_good_our_dates_are(site, visit, scripts) -> None:
    tom = visit("tom", scripts=scripts)
    tom.open("/claims/")
    tom.go(tom.link("Wisdom tooth"))
    tom.sees("We now expect to decide by", "It was", "9 in 10 claims like this")
    tom.go(tom.main().get_by_role("link", name="How good are our dates?"))
    tom.sees("When a date moves, the old one still counts.")


def test_it_reads_in_spanish_and_in_the_dark(site, visit) -> None:
    rosa = visit("rosa", color_scheme="dark")
    rosa.open("/dates/")
    rosa.sees("En los últimos 3 meses", "Muy pocas para saber")


def test_an_operator_reads_dates_by_source(site, visit, scripts) -> None:
    otis = visit("otis", scripts=scripts)
    otis.page.goto(f"{site.address}/sources/")
    otis.page.get_by_role("link", name="Dates by source").click()
    otis.works_for_staff()
    otis.sees("fhir", "We decide a claim", "as we expected")
