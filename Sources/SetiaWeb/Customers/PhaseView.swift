internal import SetiaCare
internal import SetiaCore
internal import SetiaInsight
internal import SetiaService

/// In which phases members are, how they moved, and what helps in each, in words.
struct PhaseView {
    let insight: PhaseInsight
    let visit: Visit

    private var texts: Texts { visit.texts }
    private var wording: Wording { visit.wording }

    /// The page; members by name where `names` has them.
    func fields(_ names: [MemberID: Fields], _ zone: any LocalTime) -> Fields {
        [
            "cards": cards, "months": months, "moves": moves,
            "movesTitle": insight.months.dropLast().last.map { last in
                texts.say("customers.phases.moves", ["month": month(last.month)])
            } ?? "",
            "hasMoves": !insight.moves.isEmpty, "hasFlow": drawn.contains { !insight.flows[$0].isEmpty },
            "flow": flow.svg, "flows": flowRows,
            "columns": LoyaltyPhase.allCases.map { name($0) },
            "disappointed": people(insight.disappointed, names, zone),
            "hasDisappointed": !insight.disappointed.isEmpty,
            "advocates": people(insight.advocates, names, zone),
            "hasAdvocates": !insight.advocates.isEmpty,
            "care": care,
        ]
    }

    /// How those who trust are spoken with, for their sake and to sell.
    private var care: Fields {
        let care = insight.care
        func number(_ count: Int) -> String { wording.number(Int64(count)) }
        var fields: Fields = [
            "members": texts.say("customers.care.members", ["n": number(care.members)]),
            "caring": number(care.caring), "selling": number(care.selling),
            "soldToOnly": texts.say("customers.care.soldToOnly", ["n": number(care.soldToOnly)]),
        ]
        if let days = care.floorDays {
            fields["floor"] = texts.say(
                "customers.care.floor",
                ["n": number(care.belowFloor), "days": number(days)]
            )
            fields["isBelow"] = care.belowFloor > 0
        } else {
            fields["floor"] = texts.say("customers.care.noFloor")
        }
        return fields
    }

    private func name(_ phase: LoyaltyPhase) -> String { texts.say("phase.\(phase.rawValue)") }

    /// Each phase with how many are in it now, and what helps.
    private var cards: [Fields] {
        guard let now = insight.months.last else { return [] }
        return LoyaltyPhase.allCases.map { phase in
            [
                "key": phase.rawValue, "name": name(phase), "count": wording.number(Int64(now.count(phase))),
                "share": percent(share(now.count(phase), now.total)),
                "what": texts.say("phase.\(phase.rawValue).what"),
                "help": texts.say("phase.\(phase.rawValue).do"),
                "avoid": texts.say("phase.\(phase.rawValue).avoid"), "membersPath": MemberFigure.phase(phase).path,
            ]
        }
    }

    /// A row a month: counts, and a bar whose parts are the phases.
    private var months: [Fields] {
        insight.months.reversed().map { month in
            var from = 0.0
            let parts = LoyaltyPhase.allCases.map { phase -> Fields in
                let width = share(month.count(phase), month.total) * 100
                defer { from += width }
                return [
                    "key": phase.rawValue, "from": fixed(from, 2), "width": fixed(width, 2), "name": name(phase),
                    "count": wording.number(Int64(month.count(phase))),
                ]
            }
            return [
                "month": self.month(month.month), "parts": parts, "total": wording.number(Int64(month.total)),
                "isEmpty": month.total == 0,
            ]
        }
    }

    /// So many months are drawn, the one that is not over among them.
    private static let drawnMonths = 7

    private var drawn: [Int] { Array(insight.months.indices.suffix(Self.drawnMonths)) }

    /// How members moved between phases, month by month.
    private var flow: PhaseFlow {
        PhaseFlow(
            columns: drawn.map { place in
                let month = insight.months[place]
                return PhaseFlow.Column(
                    label: self.month(month.month),
                    counts: Dictionary(uniqueKeysWithValues: LoyaltyPhase.allCases.map { ($0, month.count($0)) }),
                    moves: place == drawn.first ? [:] : insight.flows[place],
                    isPartial: place == insight.months.indices.last
                )
            },
            description: texts.say("customers.phases.flow"),
            name: name,
            number: { wording.number(Int64($0)) }
        )
    }

    /// The same as rows: who went from one phase to another, the newest month first.
    private var flowRows: [Fields] {
        drawn.dropFirst().reversed().flatMap { place -> [Fields] in
            let froms: [LoyaltyPhase?] = LoyaltyPhase.allCases + [nil]
            return froms.flatMap { from in
                LoyaltyPhase.allCases.compactMap { to -> Fields? in
                    let count = insight.flows[place][PhaseInsight.Move(from: from, to: to)] ?? 0
                    guard count > 0, from != to else { return nil }
                    return [
                        "month": month(insight.months[place].month),
                        "from": from.map { name($0) } ?? texts.say("customers.phases.new"), "to": name(to),
                        "count": wording.number(Int64(count)),
                    ]
                }
            }
        }
    }

    private var moves: [Fields] {
        let froms: [LoyaltyPhase?] = LoyaltyPhase.allCases + [nil]
        return froms.map { from in
            [
                "from": from.map { name($0) } ?? texts.say("customers.phases.new"),
                "cells": LoyaltyPhase.allCases.map { to in
                    let count = insight.moves[PhaseInsight.Move(from: from, to: to)] ?? 0
                    return ["count": count == 0 ? "" : wording.number(Int64(count)), "stayed": from == to] as Fields
                },
            ]
        }
    }

    private func people(
        _ list: [(member: MemberID, since: Instant)],
        _ names: [MemberID: Fields],
        _ zone: any LocalTime
    ) -> [Fields] {
        list.map { one in
            var fields = names[one.member] ?? ["id": one.member.text]
            fields["since"] = wording.day(zone.day(of: one.since))
            return fields
        }
    }

    private func share(_ part: Int, _ whole: Int) -> Double { whole == 0 ? 0 : Double(part) / Double(whole) }

    private func percent(_ share: Double) -> String { wording.percent(share) ?? "–" }

    private func month(_ month: CalendarMonth) -> String {
        texts.say("month.\(month.month)", ["year": String(month.year)])
    }
}

/// The same as a table for a CSV: a row a month and phase.
enum PhaseTable {
    static func rows(_ insight: PhaseInsight) -> [[String]] {
        [["month", "phase", "members"]]
            + insight.months.flatMap { month in
                LoyaltyPhase.allCases.map { ["\(month.month)", $0.rawValue, "\(month.count($0))"] }
            }
    }
}
