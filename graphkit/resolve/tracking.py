"""Query parameters that say where a reader came from, not what the page is. Add one: a word in a list.

Left out is every name that some site uses for its pages: `ref`, `source`, `cid`, `keyword`, `session`, `lang`.
A list that knows more names and merges more pages does harm here: what is merged cannot be told apart again.
"""

from __future__ import annotations

NAMES = frozenset(
    """
    fbclid gclid gclsrc dclid gbraid wbraid gad_source gad_campaignid srsltid msclkid yclid ymclid _openstat
    twclid ttclid qclid li_fat_id epik rdt_cid sccid irclickid irgwc cjevent tblci dicbo vmcid zanpid ef_id s_kwcid
    igsh igshid mibextid fb_action_ids fb_action_types fb_source fb_ref __tn__ __twitter_impression ref_src ref_url
    mc_cid mc_eid mc_tc mkt_tok ml_subscriber ml_subscriber_hash vero_id vero_conv oly_anon_id oly_enc_id
    hsctatracking __hssc __hstc __hsfp _hsenc _hsmi _ke _kx dm_i wickedid wickedsource
    elqtrack elqtrackid elqaid elqat elqcampaignid trk_contact trk_msg trk_module trk_sid
    _ga _gl _gac ga_source ga_medium ga_campaign ga_term ga_content ga_place gs_l gs_lcp gs_lcrp
    pk_campaign pk_cpn pk_kwd pk_keyword pk_source pk_medium pk_content pk_cid pk_cat
    piwik_campaign piwik_kwd piwik_keyword matomo_campaign matomo_kwd matomo_keyword matomo_source matomo_medium
    itm_source itm_medium itm_campaign itm_content itm_term
    at_campaign at_medium at_creation at_variant at_format at_network at_platform at_channel at_audience
    at_campaign_type at_link_id at_link_origin at_link_type at_ptr_name at_bbc_team at_custom1 at_custom2 at_custom3
    at_custom4 xtor ns_mchannel ns_source ns_campaign ns_linkname ns_fee
    sc_campaign sc_channel sc_content sc_medium sc_outcome sc_geo sc_country wt_mc wt_zmc
    ocid cmpid ncid s_cid guccounter guce_referrer guce_referrer_sig spm scm amp_js_v amp_gsa usqp
    """.split()
)
"""Names that mean this on every site, in lower case."""

PREFIXES = ("utm_", "mtm_", "hsa_", "wt.", "__cft__")
"""What begins the names of whole families. Not `pk_`, `mc_` or `at_`, which also begin names of other things."""

_VIDEO = frozenset({"si", "feature", "ab_channel", "pp", "t"})

OF_SITES = {
    "linkedin.com": frozenset({"trk", "trackingid", "lipi"}),
    "medium.com": frozenset({"source"}),
    "nytimes.com": frozenset({"smid", "smtyp"}),
    "spotify.com": frozenset({"si"}),
    "tiktok.com": frozenset({"is_from_webapp", "sender_device", "_r", "_t"}),
    "twitter.com": frozenset({"s", "t"}),
    "washingtonpost.com": frozenset({"itid", "wpisrc"}),
    "x.com": frozenset({"s", "t"}),
    **dict.fromkeys(("youtu.be", "youtube.com", "youtube-nocookie.com"), _VIDEO),
}
"""Names that mean this on one site; YouTube's `t` is a place in the video, as a fragment is."""

_SOMEWHERE = frozenset().union(*OF_SITES.values())


def is_tracking(name: str, host: str) -> bool:
    """Does a parameter's name, in lower case, say nothing of a page on this host?

    >>> is_tracking("utm_source", "a.example"), is_tracking("id", "a.example")
    (True, False)
    >>> is_tracking("source", "blog.medium.com"), is_tracking("source", "a.example")
    (True, False)
    """
    if name in NAMES or name.startswith(PREFIXES):
        return True
    return name in _SOMEWHERE and name in OF_SITES.get(".".join(host.rsplit(".", 2)[-2:]), ())
