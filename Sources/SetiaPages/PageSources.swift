/// What pages are made of besides code: templates, texts, style and scripts.
///
/// In a room of its own since it hangs on nothing: bytes in code take long to compile, and are compiled again only where
/// one of them has changed.
package enum PageSources {
    /// The templates, by name.
    package static let templates: [String: [UInt8]] = [
        "account": PackageResources.account_mustache,
        "card": PackageResources.card_mustache,
        "card-find": PackageResources.card_find_mustache,
        "card-reward": PackageResources.card_reward_mustache,
        "choices": PackageResources.choices_mustache,
        "code": PackageResources.code_mustache,
        "erase": PackageResources.erase_mustache,
        "frame": PackageResources.frame_mustache,
        "home": PackageResources.home_mustache,
        "join": PackageResources.join_mustache,
        "kept": PackageResources.kept_mustache,
        "keys": PackageResources.keys_mustache,
        "log": PackageResources.log_mustache,
        "member": PackageResources.member_mustache,
        "members": PackageResources.members_mustache,
        "merge": PackageResources.merge_mustache,
        "message": PackageResources.message_mustache,
        "password": PackageResources.password_mustache,
        "problems": PackageResources.problems_mustache,
        "programme": PackageResources.programme_mustache,
        "programme-edit": PackageResources.programme_edit_mustache,
        "programme-part": PackageResources.programme_part_mustache,
        "redemption-rows": PackageResources.redemption_rows_mustache,
        "redemptions": PackageResources.redemptions_mustache,
        "requests": PackageResources.requests_mustache,
        "reset": PackageResources.reset_mustache,
        "reviews": PackageResources.reviews_mustache,
        "reward": PackageResources.reward_mustache,
        "rewards": PackageResources.rewards_mustache,
        "second-factor": PackageResources.second_factor_mustache,
        "sign-in": PackageResources.sign_in_mustache,
        "sign-in-link": PackageResources.sign_in_link_mustache,
        "staff": PackageResources.staff_mustache,
        "staff-fields": PackageResources.staff_fields_mustache,
        "staff-member": PackageResources.staff_member_mustache,
        "store": PackageResources.store_mustache,
        "stores": PackageResources.stores_mustache,
        "till": PackageResources.till_mustache,
        "webhook": PackageResources.webhook_mustache,
        "webhooks": PackageResources.webhooks_mustache,
        "welcome": PackageResources.welcome_mustache,
        "what-if": PackageResources.what_if_mustache,
    ]

    /// The texts of each language, by its code.
    package static let texts: [String: [UInt8]] = [
        "en": PackageResources.en_txt, "ms": PackageResources.ms_txt, "id": PackageResources.id_txt,
        "th": PackageResources.th_txt,
    ]

    /// The style of all pages.
    package static var style: [UInt8] { PackageResources.setia_css }
    /// The script of all pages.
    package static var script: [UInt8] { PackageResources.setia_js }
    /// The script of the till.
    package static var till: [UInt8] { PackageResources.till_js }
    /// The till's worker, which serves it without a network.
    package static var worker: [UInt8] { PackageResources.worker_js }
    /// The brand's mark.
    package static var icon: [UInt8] { PackageResources.icon_svg }
}
