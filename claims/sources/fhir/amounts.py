"""Which of our columns an amount of FHIR belongs to.

Categories not named here are left alone: adding up what we do not understand would be guessing.
"""

from functools import lru_cache

from claims.facts import Amounts
from claims.sources.fhir.shapes import Adjudication
from claims.sources.fhir.values import Reading

# HL7 adjudication and C4BB codes (research/claims.md 1.1).
GENERAL = {
    "submitted": "billed",
    "eligible": "allowed",
    "benefit": "benefit",
    "paidtoprovider": "to_provider",
    "paidtopatient": "to_member",
    "memberliability": "member_owes",
    "paidbypatient": "paid_by_member",
    "noncovered": "not_covered",
    "discount": "written_off",
    "deductible": "deductible",
    "copay": "copay",
    "coinsurance": "coinsurance",
    "priorpayerpaid": "other_payer_paid",
}
# CMS adds a code of its own, which says more than the general one beside it and sometimes
# contradicts it (a rate filed under "submitted"), so it goes first. "" = not one of our columns.
CMS = {
    "clm_sbmt_chrg_amt": "billed",
    "clm_tot_chrg_amt": "billed",
    "clm_line_sbmt_chrg_amt": "billed",
    "line_sbmtd_chrg_amt": "billed",
    "rev_cntr_tot_chrg_amt": "billed",
    "tot_rx_cst_amt": "billed",
    "clm_line_instnl_rate_amt": "",
    "rev_cntr_rate_amt": "",
    "clm_alowd_chrg_amt": "allowed",
    "clm_line_alowd_chrg_amt": "allowed",
    "line_alowd_chrg_amt": "allowed",
    "clm_prvdr_pmt_amt": "to_provider",
    "clm_line_prvdr_pmt_amt": "to_provider",
    "line_prvdr_pmt_amt": "to_provider",
    "rev_cntr_prvdr_pmt_amt": "to_provider",
    "clm_mdcr_prfnl_prmry_pyr_amt": "",
    "clm_bene_pd_amt": "to_member",
    "clm_line_bene_pd_amt": "to_member",
    "line_bene_pmt_amt": "to_member",
    "rev_cntr_bene_pmt_amt": "to_member",
    "clm_line_cvrd_pd_amt": "benefit",
    "line_nch_pmt_amt": "benefit",
    "rev_cntr_pmt_amt_amt": "benefit",
    "cvrd_d_plan_pd_amt": "benefit",
    "clm_bene_pmt_amt": "paid_by_member",
    "clm_line_bene_pmt_amt": "paid_by_member",
    "ptnt_pay_amt": "paid_by_member",
    "rev_cntr_ptnt_rspnsblty_pmt": "member_owes",
    "clm_mdcr_ddctbl_amt": "deductible",
    "clm_line_mdcr_ddctbl_amt": "deductible",
    "line_bene_ptb_ddctbl_amt": "deductible",
    "rev_cntr_cash_ddctbl_amt": "deductible",
    "rev_cntr_blood_ddctbl_amt": "",
    "clm_mdcr_coinsrnc_amt": "coinsurance",
    "clm_line_mdcr_coinsrnc_amt": "coinsurance",
    "line_coinsrnc_amt": "coinsurance",
    "rev_cntr_coinsrnc_wge_adjstd_c": "coinsurance",
    "clm_bene_pmt_coinsrnc_amt": "",
    "clm_line_instnl_adjstd_amt": "",
    "clm_line_instnl_rdcd_amt": "",
    "rev_cntr_rdcd_coinsrnc_amt": "",
    "gdc_blw_oopt_amt": "",
    "gdc_abv_oopt_amt": "",
    "lics_amt": "",
    "rptd_gap_dscnt_num": "",
    "plro_amt": "",
    "clm_ncvrd_chrg_amt": "not_covered",
    "clm_line_ncvrd_chrg_amt": "not_covered",
    "rev_cntr_ncvrd_chrg_amt": "not_covered",
    "clm_othr_tp_pd_amt": "other_payer_paid",
    "clm_bene_prmry_pyr_pd_amt": "other_payer_paid",
    "line_bene_prmry_pyr_pd_amt": "other_payer_paid",
    "clm_line_instnl_msp1_pd_amt": "other_payer_paid",
    "clm_line_instnl_msp2_pd_amt": "other_payer_paid",
    "rev_cntr_1st_msp_pd_amt": "other_payer_paid",
    "rev_cntr_2nd_msp_pd_amt": "other_payer_paid",
    "othr_troop_amt": "other_payer_paid",
}
ADD_UP = frozenset({"other_payer_paid"})  # several payers may have paid


@lru_cache(maxsize=10_000)
def column_of(*codes: str) -> str:
    """The column of a category with these codes, "" when it is none of ours."""
    tails = [code.rsplit("/", 1)[-1].lower() for code in codes]
    for table in (CMS, GENERAL):
        for tail in tails:
            if tail in table:
                return table[tail]
    return ""


NOTHING = Amounts()


def read(rows: list[Adjudication], reading: Reading, field: str) -> dict[str, int]:
    """Cents by column. Two different amounts for one thing are both left out, and noted."""
    found: dict[str, int] = {}
    torn = []
    cents_of = reading.cents
    for row in rows:
        money, category = row.amount, row.category
        if money is None or category is None:
            continue
        codes = category.coding
        if len(codes) == 1:  # nearly always, and one by one it costs half
            name = column_of(codes[0].code)
        else:
            name = column_of(*[one.code for one in codes])
        if not name or (cents := cents_of(money, field)) is None:
            continue
        if name not in found:
            found[name] = cents
        elif not _fits(name, cents, found):
            torn.append(name)
            reading.warn(field, f"one amount for {name}", "two that differ")
    for name in torn:
        found.pop(name, None)
    return found


def _fits(name: str, cents: int, found: dict[str, int]) -> bool:
    """Whether another amount of that name is the same, or one to add up; then it is added."""
    if name in ADD_UP:
        found[name] += cents
        return True
    return found[name] == cents


def finished(found: dict[str, int]) -> Amounts:
    """Our amounts of what was read: what the plan paid is what it paid to anyone."""
    if not found:
        return NOTHING
    benefit = found.pop("benefit", None)
    if "to_provider" in found or "to_member" in found:
        provider, member = found.pop("to_provider", None), found.pop("to_member", None)
        found["plan_paid"] = (provider or 0) + (member or 0)
    elif benefit is not None:
        found["plan_paid"] = benefit
    return Amounts(**found)
