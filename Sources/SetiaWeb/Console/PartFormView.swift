internal import SetiaCore
internal import SetiaService
internal import SetiaWire

/// How people call the parts of a document, as far as it says so.
struct PartNames {
    let document: YAMLTree
    let language: String

    private func words(_ tree: YAMLTree?, _ key: String) -> String {
        tree?[language]?.text ?? tree?.members.first?.value.text ?? tree?.text ?? key
    }

    func wallet(_ key: String) -> String { words(document["wallets"]?[key]?["name"], key) }

    func named(_ kind: ProgrammePart.Kind, _ key: String) -> String { words(document[kind.root]?[key]?["name"], key) }

    func level(_ key: String, of set: String) -> String {
        words(document["tiers"]?[set]?["levels"]?[key]?["name"], key)
    }
}

/// The form for a part of a programme, as the template sees it.
struct PartFormView {
    let form: PartForm
    let document: YAMLTree
    /// What the fields hold.
    let typed: [String: String]
    /// What is wrong, by field, as the reader of documents says it.
    let wrong: [String: String]
    let shops: [Shop]
    let texts: Texts

    private var outline: ProgrammeOutline { form.outline }
    private var names: PartNames { PartNames(document: document, language: texts.language.rawValue) }

    var title: String {
        switch form.part {
        case .wallet(let key): texts.say("part.wallet", ["name": names.wallet(key)])
        case .level(let level, let set): texts.say("part.level", ["name": names.level(level, of: set)])
        case .rule: texts.say("part.rule", ["name": form.values["id"] ?? ""])
        case .newRule: texts.say("part.newRule")
        case .named(let kind, let key): texts.say("part.\(kind.rawValue)", ["name": names.named(kind, key)])
        case .new(let kind): texts.say("part.new.\(kind.rawValue)")
        }
    }

    var fields: Fields {
        var fields = problemFields(
            wrong.keys.sorted().map { FormProblem(field: $0, message: message($0)) }
        )
        fields["part"] = form.part.text
        fields["groups"] = groups
        switch form.part {
        case .newRule, .new: fields["saveLabel"] = texts.say("part.add")
        default: fields["saveLabel"] = texts.say("part.save")
        }
        switch form.part {
        case .rule, .named: fields["mayRemove"] = true
        default: fields["mayRemove"] = false
        }
        fields["removeLabel"] = texts.say(form.part.isNamed ? "part.removeThis" : "part.remove")
        return fields
    }

    private var groups: [Fields] {
        switch form.part {
        case .wallet: walletGroups
        // A level that asks for several things at once, or for one of several, is changed in the document.
        case .level where (form.values["threshold"] ?? "").isEmpty: [group("names", languages("name"))]
        case .level:
            [
                group(
                    "threshold",
                    [text("threshold", "threshold", ["currency": typed["currency"] ?? ""], isNumber: true)]
                ),
                group("names", languages("name")),
            ]
        case .rule, .newRule: ruleGroups
        case .named(let kind, _): namedGroups(kind, isNew: false)
        case .new(let kind): namedGroups(kind, isNew: true)
        }
    }

    private var walletGroups: [Fields] {
        let rates = outline.currencies.flatMap { currency in
            [
                text("points-\(currency)", "points", ["currency": currency], isNumber: true),
                text("per-\(currency)", "per", ["currency": currency], isNumber: true),
            ]
        }
        return [
            group("names", languages("name")),
            group(
                "usable",
                [
                    text("activation", "activation", isNumber: true), text("expiry", "expiry", isNumber: true),
                    choice(
                        "expiry-unit",
                        "unit",
                        ["none", "days", "months", "years"].map { ($0, option("unit", $0)) }
                    ),
                    choice(
                        "rounding",
                        "rounding",
                        [("", option("rounding", "none"))]
                            + ["month", "quarter", "half-year", "year"].map { ($0, option("rounding", $0)) }
                    ),
                ],
                help: true
            ),
            group("rates", rates, help: true),
        ]
    }

    private var ruleGroups: [Fields] {
        let types: [EventType] = [.orderPaid, .memberEnrolled] + EventType.allCases.filter(\.isOccurrence)
        let levels = outline.ladders.flatMap { ladder in
            ladder.levels.map { level in
                (
                    "\(ladder.key)/\(level)",
                    texts.say("part.atLeast", ["level": names.level(level, of: ladder.key)])
                )
            }
        }
        let currencies = [("", "–")] + outline.currencies.map { ($0, $0) }
        let wallets = outline.wallets.map { ($0, names.wallet($0)) }
        var groups = [
            group(
                "rule",
                [
                    text("id", "id", isCode: true),
                    choice("on", "on", types.map { ($0.programmeName, texts.say("event.\($0.rawValue)")) }),
                ],
                help: true
            ),
            group(
                "when",
                [
                    choice("level", "level", [("", option("any", "level"))] + levels),
                    choice("store", "store", [("", option("any", "store"))] + shops.map { ($0.id.text, $0.name) }),
                    text("channel", "channel", isCode: true), text("category", "category", isCode: true),
                    text("amount", "amount", isNumber: true),
                    choice("amount-currency", "currency", currencies), area("condition", "condition"),
                ],
                help: true
            ),
            group(
                "gives",
                [
                    choice("gives", "gives", ["rate", "fixed", "multiply"].map { ($0, option("gives", $0)) }),
                    choice("wallet", "wallet", wallets + [("", option("any", "wallet"))]),
                    text("points", "fixed", isNumber: true), text("factor", "factor", isNumber: true),
                ],
                help: true
            ),
        ]
        let spans = Cap.Span.allCases.map { ($0.rawValue, option("span", $0.rawValue)) }
        if form.values["caps"] == nil {
            groups.append(
                group(
                    "caps",
                    [
                        text("times", "times", isNumber: true),
                        choice("times-per", "timesPer", spans.filter { $0.0 != "event" }),
                        text("most", "most", isNumber: true), choice("most-per", "mostPer", spans),
                    ],
                    help: true
                )
            )
        }
        groups.append(group("why", languages("why"), help: true))
        return groups
    }

    private func namedGroups(_ kind: ProgrammePart.Kind, isNew: Bool) -> [Fields] {
        let key = isNew ? [group("key", [text("key", "key", isCode: true)], help: true)] : []
        let campaigns = [("", "–")] + (outline.named[.campaign] ?? []).map { ($0, names.named(.campaign, $0)) }
        let times = group(
            "time",
            [text("from", "from", isCode: true), text("until", "until", isCode: true)],
            help: true
        )
        switch kind {
        case .reward: return key + rewardGroups(campaigns) + [times]
        case .promotion: return key + promotionGroups(campaigns) + [times]
        case .segment:
            let kinds = [("", "–")] + MemberSegment.customerKinds.map { ($0.text, $0.text) }
            return key + [
                group("names", languages("name")),
                group(
                    "who",
                    [
                        area("condition", "who"),
                        choice("list", "list", [("", option("yes", "no")), ("true", option("yes", "yes"))]),
                        choice("rfm", "rfm", kinds),
                    ],
                    help: true
                ),
            ]
        case .campaign:
            let audiences =
                [("everyone", option("audience", "everyone"))]
                + (outline.named[.segment] ?? []).map { ($0, names.named(.segment, $0)) }
            let purposes = ["offer", "wish", "service", "recovery"].map { ($0, option("purpose", $0)) }
            return key + [
                group("names", languages("name")),
                group(
                    "campaign",
                    [
                        choice("audience", "audience", audiences), choice("purpose", "purpose", purposes),
                        text("holdOut", "holdOut", isCode: true), text("budget", "budget", isCode: true),
                    ]
                        + outline.currencies.map {
                            text("discountBudget-\($0)", "discountBudget", ["currency": $0], isNumber: true)
                        },
                    help: true
                ), times,
            ]
        }
    }

    private func rewardGroups(_ campaigns: [(String, String)]) -> [Fields] {
        let kinds = Reward.Kind.allCases.map { ($0.rawValue, texts.say("rewardKind.\($0.rawValue)")) }
        let stocks =
            [("", option("stock", "unlimited"))] + ["counted", "codes"].map { ($0, option("stock", $0)) }
        let price = form.values["prices"] == nil
        let promotions = [("", "–")] + (outline.named[.promotion] ?? []).map { ($0, names.named(.promotion, $0)) }
        let named = (outline.named[.segment] ?? []).map { ($0, names.named(.segment, $0)) }
        let segments = named.isEmpty ? [] : [("", "–")] + named
        let levels = outline.ladders.map { ladder -> Fields in
            let levels = ladder.levels.map { level in
                (level, texts.say("part.atLeast", ["level": names.level(level, of: ladder.key)]))
            }
            var field = choice("level-\(ladder.key)", "level", [("", option("any", "level"))] + levels)
            // Of several ladders which one it is.
            if outline.ladders.count > 1 { field["label"] = "\(field["label"] ?? "") (\(ladder.key))" }
            return field
        }
        let wallet = outline.wallets.first.map { names.wallet($0) } ?? ""
        return [
            group("names", languages("name")), group("text", languages("text")),
            group(
                "reward",
                [
                    choice("kind", "kind", kinds)
                ] + (price ? [text("points", "price", ["wallet": wallet], isNumber: true)] : []) + [
                    choice("stock", "stock", stocks), text("limit", "limit"), text("validity", "validity"),
                    choice("promotion", "promotion", promotions),
                    choice(
                        "deliver",
                        "deliver",
                        [("", option("deliver", "mail")), ("card", option("deliver", "card"))]
                    ),
                ] + outline.currencies.map { text("worth-\($0)", "worth", ["currency": $0], isNumber: true) }
                    + [text("percent", "percent", isNumber: true), text("picture", "picture", isCode: true)],
                help: true
            ),
            group(
                "whom",
                levels + [choice("campaign", "campaign", campaigns), area("condition", "condition")]
                    + (segments.isEmpty
                        ? [] : [choice("early-segment", "earlySegment", segments), text("early-from", "from")])
            ),
        ]
    }

    private func promotionGroups(_ campaigns: [(String, String)]) -> [Fields] {
        let yes = [("", option("yes", "no")), ("true", option("yes", "yes"))]
        let targets = [("", option("of", "order"))] + ["lines", "cheapest"].map { ($0, option("of", $0)) }
        return [
            group("names", languages("name")),
            group(
                "off",
                [text("percent", "off", isCode: true)]
                    + outline.currencies.map { text("off-\($0)", "offMoney", ["currency": $0], isNumber: true) }
                    + [choice("of", "of", targets), choice("shipping", "shipping", yes), area("lines", "lines")],
                help: true
            ),
            group(
                "whom",
                [choice("code", "code", yes), choice("campaign", "campaign", campaigns)]
                    + outline.currencies.map { text("minimum-\($0)", "minimum", ["currency": $0], isNumber: true) }
                    + [
                        text("limit", "perMember"), text("uses", "uses", isNumber: true),
                        area("condition", "condition"),
                    ]
            ),
        ]
    }

    private func group(_ name: String, _ fields: [Fields], help: Bool = false) -> Fields {
        [
            "title": texts.say("part.group.\(name)"), "about": help ? texts.say("part.about.\(name)") as Any : false,
            "fields": fields,
        ]
    }

    private func option(_ family: String, _ value: String) -> String { texts.say("part.\(family).\(value)") }

    /// A field for each language of the programme.
    private func languages(_ name: String) -> [Fields] {
        outline.languages.map { language in
            var field = self.field("\(name)-\(language)", Language(rawValue: language)?.ownName ?? language)
            (field["isText"], field["lang"], field["isWide"]) = (true, language, true)
            return field
        }
    }

    private func text(
        _ name: String,
        _ label: String,
        _ values: [String: String] = [:],
        isNumber: Bool = false,
        isCode: Bool = false
    ) -> Fields {
        var field = field(name, texts.say("part.field.\(label)", values))
        (field["isText"], field["mode"]) = (true, isNumber ? "decimal" : "text")
        field["isCode"] = isCode
        return field
    }

    private func area(_ name: String, _ label: String) -> Fields {
        var field = field(name, texts.say("part.field.\(label)"))
        (field["isArea"], field["isWide"]) = (true, true)
        return field
    }

    /// A choice; what stands in the document and is none of the options is one too.
    private func choice(_ name: String, _ label: String, _ options: [(String, String)]) -> Fields {
        var field = field(name, texts.say("part.field.\(label)"))
        let value = typed[name] ?? ""
        let isKnown = options.contains { $0.0 == value }
        field["isChoice"] = true
        field["options"] = (isKnown ? options : [(value, value.isEmpty ? "–" : value)] + options).map { option in
            ["value": option.0, "text": option.1, "isChosen": option.0 == value] as Fields
        }
        return field
    }

    /// A field with everything that a template may ask for, so that nothing is taken from around it.
    private func field(_ name: String, _ label: String) -> Fields {
        [
            "name": name, "label": label, "value": typed[name] ?? "", "isText": false, "isArea": false,
            "isChoice": false, "isProse": false, "isWide": false, "isCode": false, "mode": "text", "lang": false,
            "rows": 2, "options": [Fields](),
            "wrongText": shownText(wrong[name] == nil ? "" : message(name)),
        ]
    }

    /// What is wrong with a field, and what would be right.
    private func message(_ field: String) -> String {
        let reason = wrong[field] ?? ""
        let name = field.split(separator: "-").first.map(String.init) ?? field
        switch name {
        case _ where form.part.isNamed && name != "name": return texts.say("part.wrong.other", ["reason": reason])
        case "activation", "expiry", "threshold", "factor", "times", "most", "amount", "id", "gives":
            return texts.say("part.wrong.\(name)")
        case "name", "why": return texts.say("part.wrong.text")
        case "points" where field == "points": return texts.say("part.wrong.fixed")
        case "points": return texts.say("part.wrong.rate")
        default: return texts.say("part.wrong.other", ["reason": reason])
        }
    }
}
