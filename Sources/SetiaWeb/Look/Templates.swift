internal import Mustache

/// All templates, by name.
enum Templates {
    /// The library that renders them.
    ///
    /// - Throws: where one is no template; the tests load them all.
    static func library() throws -> MustacheLibrary {
        MustacheLibrary(
            templates: try sources.mapValues { try MustacheTemplate(string: String(decoding: $0, as: UTF8.self)) }
        )
    }

    /// Their texts.
    static let sources: [String: [UInt8]] = [
        "account": PackageResources.account_mustache,
        "card-find": PackageResources.card_find_mustache,
        "card": PackageResources.card_mustache,
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
        "message": PackageResources.message_mustache,
        "password": PackageResources.password_mustache,
        "problems": PackageResources.problems_mustache,
        "programme-edit": PackageResources.programme_edit_mustache,
        "programme-part": PackageResources.programme_part_mustache,
        "programme": PackageResources.programme_mustache,
        "requests": PackageResources.requests_mustache,
        "reset": PackageResources.reset_mustache,
        "second-factor": PackageResources.second_factor_mustache,
        "sign-in-link": PackageResources.sign_in_link_mustache,
        "sign-in": PackageResources.sign_in_mustache,
        "staff-fields": PackageResources.staff_fields_mustache,
        "staff-member": PackageResources.staff_member_mustache,
        "staff": PackageResources.staff_mustache,
        "store": PackageResources.store_mustache,
        "stores": PackageResources.stores_mustache,
        "till": PackageResources.till_mustache,
        "webhook": PackageResources.webhook_mustache,
        "webhooks": PackageResources.webhooks_mustache,
        "welcome": PackageResources.welcome_mustache,
        "what-if": PackageResources.what_if_mustache,
    ]
}
