internal import JSONText
internal import SQLBase
internal import SetiaCore
internal import SetiaService

// Reads and writes `audit_entry`.

extension TableLedger {
    func auditEntries(_ filter: AuditFilter, before: AuditCursor?, limit: Int) throws -> [AuditEntry] {
        // What is asked for stands in the text, so that each question has the index that answers it.
        var conditions: [String] = []
        var values: [SQLValue] = []
        func place(_ value: SQLValue) -> String {
            values.append(value)
            return "$\(values.count)"
        }
        if let member = filter.member { conditions.append("member_id = \(place(.text(member.text)))") }
        if let staff = filter.staff {
            conditions.append("actor_id = \(place(.text(staff.text)))")
            conditions.append("actor_kind = 'staff'")
        }
        if let action = filter.action { conditions.append("action = \(place(.text(action.rawValue)))") }
        if let before {
            let at = place(.integer(before.at.milliseconds))
            conditions.append("(at_ms < \(at) OR (at_ms = \(at) AND audit_id < \(place(.text(before.id.text)))))")
        }
        let condition = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
        let most = place(.integer(Int64(limit)))
        return try connection.rows(
            SQLStatement(
                """
                SELECT audit_id, at_ms, actor_kind, actor_id, actor_name, action, member_id, subject, details
                FROM audit_entry \(condition) ORDER BY at_ms DESC, audit_id DESC LIMIT \(most)
                """
            ),
            values
        ).map { try $0.auditEntry() }
    }

    func add(_ entry: AuditEntry) throws {
        let (kind, id, name) = columns(of: entry.actor)
        let details = JSON.object(
            JSONObject(entry.details.sorted { $0.key < $1.key }.map { ($0.key, JSON.string($0.value)) })
        )
        try connection.run(
            """
            INSERT INTO audit_entry (audit_id, at_ms, actor_kind, actor_id, actor_name, action, member_id, subject,
                details)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """,
            [
                .text(entry.id.text), .integer(entry.at.milliseconds), .text(kind), .optional(id), .optional(name),
                .text(entry.action.rawValue), .optional(entry.member?.text), .optional(entry.subject),
                .text(String(decoding: details.canonical, as: UTF8.self)),
            ]
        )
    }

    func columns(of actor: AuditActor) -> (kind: String, id: String?, name: String?) {
        switch actor {
        case .staff(let id, let name): ("staff", id.text, name)
        case .apiKey(let id, let name): ("api-key", id, name)
        case .operator: ("operator", nil, nil)
        case .member: ("member", nil, nil)
        case .nobody: ("nobody", nil, nil)
        case .server: ("server", nil, nil)
        }
    }
}

extension SQLRow {
    fileprivate func auditEntry() throws -> AuditEntry {
        guard let id = Identifier(text: text(0)) else { throw MalformedDocument(field: "audit_id") }
        guard let action = AuditAction(rawValue: text(5)) else { throw MalformedDocument(field: "action") }
        let details = (try? JSON.parse(text(8)))?.object?.members ?? []
        return AuditEntry(
            id: id,
            at: instant(1),
            actor: try auditActor(2),
            action: action,
            member: try isNull(6) ? nil : memberID(6),
            subject: textOrNil(7),
            details: Dictionary(details.map { ($0.key, $0.value.string ?? "") }, uniquingKeysWith: { one, _ in one })
        )
    }

    /// Who did it, from three columns: kind, id and name.
    func auditActor(_ column: Int) throws(MalformedDocument) -> AuditActor {
        switch text(column) {
        case "staff":
            guard let id = textOrNil(column + 1).flatMap({ StaffID(text: $0) }) else {
                throw MalformedDocument(field: "actor_id")
            }
            return .staff(id, name: textOrNil(column + 2) ?? "")
        case "api-key": return .apiKey(textOrNil(column + 1) ?? "", name: textOrNil(column + 2) ?? "")
        case "operator": return .operator
        case "member": return .member
        case "nobody": return .nobody
        case "server": return .server
        default: throw MalformedDocument(field: "actor_kind")
        }
    }
}
