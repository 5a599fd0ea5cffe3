internal import JSONText
internal import SetiaCore
internal import SetiaServer
internal import SetiaService

/// A page of members as it is printed.
struct MemberPage {
    let list: MemberList

    /// For a person: a line a member; what follows is said besides.
    func show() {
        let shell = Shell.current
        if list.rows.isEmpty {
            shell.note("nobody was found")
        } else {
            var table = TextTable([
                ("member", .left), ("name", .left), ("status", .left), ("level", .left), ("points", .right),
                ("last active", .left), ("card", .left), ("phone", .left),
            ])
            for row in list.rows {
                table.add(
                    row.id.text,
                    row.name.map(visible) ?? "",
                    row.status.rawValue,
                    row.tier?.text ?? "",
                    row.balance.map { grouped($0.available.units) } ?? "",
                    row.lastActiveAt.map { String($0.rfc3339.prefix(10)) } ?? "",
                    row.card.map(visible) ?? "",
                    row.phone ?? ""
                )
            }
            shell.say(table.text)
        }
        if list.wasTooShort { shell.note("a short word was taken whole: type at least 3 letters, in Thai 2") }
        if list.wasCut { shell.note("not all were looked at: say more, or go on") }
        if let next = list.next { shell.note("there are more: --after \(next.text)") }
    }

    /// For a program.
    var json: JSON {
        var members: [(String, JSON)] = [
            ("cut", .bool(list.wasCut)), ("members", .array(list.rows.map(json))),
            ("tooShort", .bool(list.wasTooShort)),
        ]
        if let next = list.next { members.append(("next", .string(next.text))) }
        return .object(JSONObject(members))
    }

    private func json(_ row: MemberRow) -> JSON {
        let cells = zip(MemberRow.columns, row.cells).filter { !$0.1.isEmpty }
        return .object(
            JSONObject(
                cells.map { column, cell in
                    (column, column == "balance" ? .integer(row.balance?.available.units ?? 0) : .string(cell))
                }
            )
        )
    }
}

/// A text without what would move the cursor or turn the line around on a terminal.
private func visible(_ text: String) -> String {
    String(
        String.UnicodeScalarView(
            text.unicodeScalars.filter { scalar in
                let category = scalar.properties.generalCategory
                return category != .control && category != .format
            }
        )
    )
}

extension Brand {
    /// Fills in the search where members are from before there was one; says so where it takes a while.
    func fillSearch() async throws {
        _ = try await service.fillSearch { done in
            if done == 500 { Shell.current.note("filling the search, once") }
        }
    }
}
