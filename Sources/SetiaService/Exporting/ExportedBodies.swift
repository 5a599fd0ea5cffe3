package import JSONText
internal import SetiaCore

/// A member in the form that `setia import members` takes.
///
/// What only Setia says of her (id, status, orders) stands under `setia`; an erased member has nothing else.
package func exportedMember(_ view: MemberView) -> JSON {
    let state = view.state
    var members: [(String, JSON)] = view.person.members.map { ($0.key, $0.value) }
    func add(_ name: String, _ value: JSON?) {
        guard let value else { return }
        members.removeAll { Key($0.0) == Key(name) }
        members.append((name, value))
    }
    add("ageBand", state.facts.ageBand.map { .string($0.text) })
    add("country", state.facts.country.map { .string($0.text) })
    add("language", state.facts.language.map { .string($0.text) })
    add("joinedAt", state.joinedAt.map { .string($0.rfc3339) })
    add("identities", .array(view.identities.map(identity)))
    add("balances", .array(state.accounts.flatMap { account in account.lots.map { lot(account.wallet, $0) } }))
    add("level", state.standings.first.map(level))
    add("consents", .array(state.consents.map { consent($0.consent) }))
    add(
        "setia",
        .object([
            "id": .string(state.member.text), "orders": .integer(state.orders),
            "status": .string(state.status.rawValue),
        ])
    )
    return .object(JSONObject(members))
}

/// An event as a CloudEvent that a fresh brand takes: facts and what is personal together, as they were sent.
///
/// Ids of members are given anew elsewhere, so it names her by an identity: her first, or where she has none any more,
/// one made of her id, which names nobody.
package func exportedEvent(_ exported: ExportedEvent, of view: MemberView) -> JSON {
    let event = exported.stored.event
    var data = facts(of: event)
    var attributes: [(String, JSON)] = [
        ("id", .string(event.id.text)), ("source", .string(event.source.text)), ("specversion", .string("1.0")),
        ("time", .string(event.occurredAt.rfc3339)), ("type", .string(event.type.rawValue)),
    ]
    for member in exported.personal.members {
        switch member.key {
        case "cloudevent":
            for attribute in member.value.object?.members ?? [] { attributes.append((attribute.key, attribute.value)) }
        case "lines": data.set("lines", merged(data["lines"], with: member.value))
        default: data.set(member.key, member.value)
        }
    }
    if let store = event.store { data.set("store", .string(store.text)) }
    if let channel = event.channel { data.set("channel", .string(channel.text)) }
    if !event.isAnonymous {
        let pseudonym: JSON = .object([
            "kind": .string("customer"), "value": .string("setia-\(view.state.member.text)"),
        ])
        data.set("identity", view.identities.first.map(identity) ?? pseudonym)
    }
    attributes.append(("data", .object(data)))
    return .object(JSONObject(attributes))
}

private func identity(_ identity: Identity) -> JSON {
    .object(["kind": .string(identity.kind.rawValue), "value": .string(identity.value)])
}

private func lot(_ wallet: Key, _ lot: Lot) -> JSON {
    object([
        ("expiresAt", lot.expiresAt.map { .string($0.rfc3339) }), ("points", .integer(lot.left.units)),
        ("wallet", .string(wallet.text)),
    ])
}

private func level(_ standing: Standing) -> JSON {
    object([
        ("level", .string(standing.level.text)), ("tierSet", .string(standing.tierSet.text)),
        ("until", standing.until.map { .string($0.rfc3339) }),
    ])
}

private func consent(_ consent: Consent) -> JSON {
    object([
        ("by", .string(consent.channel.text)), ("evidence", consent.evidence.map { .string($0.text) }),
        ("given", .bool(consent.isGiven)), ("purpose", .string(consent.purpose.text)),
        ("wording", consent.wording.map { .string($0.text) }),
    ])
}

/// An object of those members that have a value.
private func object(_ members: [(String, JSON?)]) -> JSON {
    .object(JSONObject(members.compactMap { member in member.1.map { (member.0, $0) } }))
}

/// Lines with what was personal about some of them: `fields` by their `index`.
private func merged(_ lines: JSON?, with extras: JSON) -> JSON {
    var lines = lines?.array ?? []
    for extra in extras.array ?? [] {
        guard let index = extra["index"]?.int64, lines.indices.contains(Int(index)),
            case .object(var line) = lines[Int(index)]
        else { continue }
        for member in extra["fields"]?.object?.members ?? [] { line.set(member.key, member.value) }
        lines[Int(index)] = .object(line)
    }
    return .array(lines)
}

/// The facts of an event as its sender states them.
private func facts(of event: Event) -> JSONObject {
    switch event.matter {
    case .memberEnrolled(let facts), .memberChanged(let facts):
        object([
            ("ageBand", facts.ageBand.map { .string($0.text) }), ("country", facts.country.map { .string($0.text) }),
            ("language", facts.language.map { .string($0.text) }),
        ]).object ?? [:]
    case .orderPaid(let order):
        object([
            ("currency", .string(order.currency.code)),
            ("discounts", order.discounts.isEmpty ? nil : .array(order.discounts.map { discount($0, order.currency) })),
            ("lines", .array(order.lines.map { line($0, order.currency) })),
            ("orderId", .string(order.id.shopNumber.text)),
            ("promotions", order.promotions.isEmpty ? nil : .array(order.promotions.map { .string($0.text) })),
        ]).object ?? [:]
    case .orderReturned(let orderReturn):
        object([
            ("lines", orderReturn.lines.map { .array($0.map { returnedLine($0) }) }),
            ("orderId", .string(orderReturn.order.shopNumber.text)), ("returnId", .string(orderReturn.id.text)),
        ]).object ?? [:]
    case .pointsRedeemed(let redemption):
        object([
            ("orderId", redemption.order.map { .string($0.shopNumber.text) }),
            ("points", .integer(redemption.points.units)),
            ("redemptionId", .string(redemption.id.text)), ("wallet", .string(redemption.wallet.text)),
        ]).object ?? [:]
    case .pointsHeld(let hold):
        [
            "holdId": .string(hold.id.text), "minutes": .integer(hold.minutes), "points": .integer(hold.points.units),
            "wallet": .string(hold.wallet.text),
        ]
    case .pointsCaptured(let capture):
        object([
            ("holdId", .string(capture.hold.text)), ("orderId", capture.order.map { .string($0.shopNumber.text) }),
            ("points", capture.points.map { .integer($0.units) }),
        ]).object ?? [:]
    case .pointsReleased(let hold): ["holdId": .string(hold.text)]
    case .holdExtended(let longer): ["holdId": .string(longer.hold.text), "minutes": .integer(longer.minutes)]
    case .pointsTransferred(let transfer):
        [
            "points": .integer(transfer.points.units), "to": .string(transfer.to.text),
            "transferId": .string(transfer.id.text), "wallet": .string(transfer.wallet.text),
        ]
    case .transferReceived(let arrival):
        [
            "from": .string(arrival.from.text),
            "points": .integer(arrival.lots.reduce(0) { $0 + $1.points.units }),
            "transferId": .string(arrival.transfer.id.text), "wallet": .string(arrival.wallet.text),
        ]
    case .transferEnded(let end):
        ["taken": .bool(end.isTaken), "transferId": .string(end.transfer.id.text)]
    case .memberMerged(let merge): ["into": .string(merge.into.text), "mergeId": .string(merge.id.text)]
    case .mergeReceived(let share):
        [
            "from": .string(share.from.text), "mergeId": .string(share.id.text),
            "points": .object(
                JSONObject(
                    share.wallets.map { part in
                        (part.wallet.text, .integer(part.lots.reduce(-part.debt.units) { $0 + $1.points.units }))
                    }
                )
            ),
        ]
    case .mergeEnded(let end): ["number": .integer(end.number)]
    case .mergeUndone(let undoing): ["from": .string(undoing.from.text), "mergeId": .string(undoing.id.text)]
    case .pointsAdjusted(let adjustment):
        object([
            ("mayOwe", adjustment.mayOwe ? .bool(true) : nil), ("points", .integer(adjustment.points.units)),
            ("wallet", .string(adjustment.wallet.text)),
        ]).object ?? [:]
    case .balanceOpened(let balance):
        [
            "lots": .array(
                balance.lots.map { lot in
                    object([
                        ("expiresAt", lot.expiresAt.map { .string($0.rfc3339) }),
                        ("points", .integer(lot.points.units)),
                    ])
                }
            ),
            "wallet": .string(balance.wallet.text),
        ]
    case .tierGranted(let grant):
        object([
            ("level", .string(grant.level.text)), ("tierSet", .string(grant.tierSet.text)),
            ("until", grant.until.map { .string($0.rfc3339) }),
        ]).object ?? [:]
    case .consentChanged(let said): consent(said).object ?? [:]
    case .rewardRedeemed(let wish):
        object([
            ("currency", wish.currency.map { .string($0.code) }), ("minutes", wish.minutes.map { .integer($0) }),
            ("points", wish.expected.map { .integer($0.units) }), ("quantity", .integer(wish.quantity)),
            ("redemptionId", .string(wish.id.text)), ("reward", .string(wish.reward.text)),
            ("wallet", wish.wallet.map { .string($0.text) }),
        ]).object ?? [:]
    case .redemptionChanged(let change):
        object([
            ("minutes", change.minutes.map { .integer($0) }), ("quantity", change.quantity.map { .integer($0) }),
            ("redemptionId", .string(change.redemption.text)), ("step", .string(change.step.rawValue)),
        ]).object ?? [:]
    case .referralChanged(let change): change.exported
    case .giftArrived(let arrival): arrival.exported
    case .householdChanged(let change): change.exported
    case .accountChanged(let change): ["change": .string(change.rawValue)]
    case .happened(let occurrence):
        object(occurrence.facts.map { ($0.name.text, value($0.value)) }).object ?? [:]
    case .pointsExpiring(let lapses):
        [
            "expiring": .array(
                lapses.map { lapse in
                    .object([
                        "at": .string(lapse.at.rfc3339), "days": .integer(Int64(lapse.days)),
                        "points": .integer(lapse.points.units), "wallet": .string(lapse.wallet.text),
                    ])
                }
            )
        ]
    case .levelsEnding(let levels):
        [
            "ending": .array(
                levels.map { level in
                    .object([
                        "days": .integer(Int64(level.days)), "level": .string(level.level.text),
                        "tierSet": .string(level.tierSet.text), "until": .string(level.until.rfc3339),
                    ])
                }
            )
        ]
    case .tiersReviewed(let review): ["forced": .bool(review.isForced), "tierSet": .string(review.tierSet.text)]
    case .voucherRedeemed(let cart):
        object([
            ("cartId", .string(cart.cart.text)), ("orderId", cart.order.map { .string($0.text) }),
            (
                "points",
                cart.points.map { points in
                    .object([
                        "amount": .object([
                            "amount": .integer(points.amount.minorUnits),
                            "currency": .string(points.amount.currency.code),
                        ]), "points": .integer(points.points.units), "wallet": .string(points.wallet.text),
                    ])
                }
            ),
            (
                "promotions",
                .array(
                    cart.parts.map { part in
                        object([
                            (
                                "amount",
                                .object([
                                    "amount": .integer(part.amount.minorUnits),
                                    "currency": .string(part.amount.currency.code),
                                ])
                            ), ("promotion", .string(part.promotion.text)),
                        ])
                    }
                )
            ),
        ]).object ?? [:]
    case .voucherReleased(let cart):
        object([
            ("cartId", .string(cart.cart.text)),
            (
                "points",
                cart.points.map { points in
                    .object([
                        "orderId": .string(points.order.text), "points": .integer(points.points.units),
                        "wallet": .string(points.wallet.text),
                    ])
                }
            ),
            ("promotions", .array(cart.promotions.map { .string($0.text) })),
            ("redeemedAt", .string(cart.redeemedAt.rfc3339)),
        ]).object ?? [:]
    case .segmentChanged(let change):
        ["isIn": .bool(change.isIn), "segment": .string(change.segment.text)]
    case .timePassed: [:]
    }
}

private func line(_ line: Order.Line, _ currency: Currency) -> JSON {
    object([
        ("amount", .object(["amount": .integer(line.amount), "currency": .string(currency.code)])),
        ("categories", line.categories.isEmpty ? nil : .array(line.categories.map { .string($0.text) })),
        ("quantity", .integer(line.quantity)), ("sku", .string(line.sku.text)),
    ])
}

private func discount(_ discount: Order.Discount, _ currency: Currency) -> JSON {
    object([
        ("amount", .object(["amount": .integer(discount.amount), "currency": .string(currency.code)])),
        ("kind", .string(discount.isPaidWithPoints ? "points" : "other")),
    ])
}

private func returnedLine(_ line: OrderReturn.Line) -> JSON {
    object([
        (
            "amount",
            line.amount.map {
                .object(["amount": .integer($0.minorUnits), "currency": .string($0.currency.code)])
            }
        ), ("line", .integer(Int64(line.number))), ("quantity", line.quantity.map { .integer($0) }),
    ])
}

private func value(_ value: Occurrence.Fact.Value) -> JSON {
    switch value {
    case .number(let number): .integer(number)
    case .text(let text): .string(text.text)
    case .truth(let isSo): .bool(isSo)
    case .money(let money):
        .object(["amount": .integer(money.minorUnits), "currency": .string(money.currency.code)])
    }
}
