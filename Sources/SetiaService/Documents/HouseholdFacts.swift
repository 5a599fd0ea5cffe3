internal import JSONText
internal import SetiaCore

/// The facts of an event by which something became of a household; outside they are told the same.
///
/// ```json
/// {"step":"invited","member":"MEMBER"}
/// {"step":"redeemed","redemptionId":"r-1","wallet":"points","points":1000,
///  "parts":[{"member":"MEMBER","points":334}]}
/// ```
enum HouseholdFacts {
    static func write(_ change: HouseholdChange, to json: inout JSONWriter) {
        for (name, value) in change.exported.members {
            json.key(name)
            json.value(value)
        }
    }

    static func change(_ facts: JSON) throws -> HouseholdChange {
        func member(_ name: String) throws -> MemberID { try MergeFacts.member(facts, name) }
        func redemption() throws -> Key { try facts.key("redemptionId") }
        func points() throws -> Points { Points(try facts.number("points")) }
        switch facts["step"]?.string {
        case "invited": return .invited(try member("member"))
        case "joined": return .joined(head: try member("head"))
        case "came": return .came(try member("member"))
        case "left": return .left
        case "went": return .went(try member("member"))
        case "ended": return .ended(head: try member("head"))
        case "shared":
            return .shared(
                redemption: try redemption(),
                by: try member("by"),
                head: try member("head"),
                wallet: try facts.key("wallet"),
                points: try points()
            )
        case "redeemed":
            let parts = try (facts["parts"]?.array ?? []).map { part in
                HouseholdPart(member: try MergeFacts.member(part, "member"), points: Points(try part.number("points")))
            }
            return .redeemed(
                redemption: try redemption(),
                wallet: try facts.key("wallet"),
                points: try points(),
                parts: parts
            )
        case "dropped": return .dropped(redemption: try redemption())
        case "settled": return .settled(redemption: try redemption(), isTaken: facts["taken"]?.bool ?? false)
        default: throw MalformedDocument(field: "step")
        }
    }
}

extension HouseholdChange {
    /// What is said of it.
    var exported: JSONObject {
        func told(_ step: String, _ more: (String, JSON)...) -> JSONObject {
            JSONObject((more + [("step", .string(step))]).sorted { Key($0.0) < Key($1.0) })
        }
        func name(_ member: MemberID) -> JSON { .string(member.text) }
        return switch self {
        case .invited(let other): told("invited", ("member", name(other)))
        case .joined(let head): told("joined", ("head", name(head)))
        case .came(let other): told("came", ("member", name(other)))
        case .left: told("left")
        case .went(let other): told("went", ("member", name(other)))
        case .ended(let head): told("ended", ("head", name(head)))
        case .shared(let redemption, let by, let head, let wallet, let points):
            told(
                "shared",
                ("by", name(by)),
                ("head", name(head)),
                ("points", .integer(points.units)),
                ("redemptionId", .string(redemption.text)),
                ("wallet", .string(wallet.text))
            )
        case .redeemed(let redemption, let wallet, let points, let parts):
            told(
                "redeemed",
                (
                    "parts",
                    .array(
                        parts.map { part in
                            .object(["member": name(part.member), "points": .integer(part.points.units)])
                        }
                    )
                ),
                ("points", .integer(points.units)),
                ("redemptionId", .string(redemption.text)),
                ("wallet", .string(wallet.text))
            )
        case .dropped(let redemption): told("dropped", ("redemptionId", .string(redemption.text)))
        case .settled(let redemption, let isTaken):
            told("settled", ("redemptionId", .string(redemption.text)), ("taken", .bool(isTaken)))
        }
    }
}
