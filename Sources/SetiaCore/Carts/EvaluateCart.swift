/// What a cart comes to with these codes and points, and why; nothing is written (rules V-1 to V-12).
///
/// The same whatever the order of the codes. Codes that are not taken leave the rest as it is, or take all codes with
/// them where all are to be taken or none.
///
/// - Parameters:
///   - version: The programme that holds.
///   - cart: What is to be bought.
///   - member: Who buys, as she stands; none is somebody whom nobody knows.
///   - at: When.
///   - codes: The codes that were given, with what is known of them; the same one twice counts once.
///   - uses: How often promotions that may run out were given in all, and what campaigns with a discount budget took
///     off; what is not named was never given.
///   - allOrNothing: Whether all codes are to be taken, or none.
/// - Returns: what the cart comes to.
/// - Throws: where the programme does not take the currency or has no such wallet, or the member is no more.
/// - Complexity: O(promotions × lines), and the decision of the order that it would be.
package func evaluate(
    _ version: ProgrammeVersion,
    _ cart: Cart,
    for member: MemberState? = nil,
    at: Instant,
    codes: [PresentedCode] = [],
    uses: [PromotionUses] = [],
    allOrNothing: Bool = false
) throws(Refusal) -> CartEvaluation {
    guard version.programme.decimals(of: cart.currency) != nil else {
        throw .unknownCurrency(cart.currency.code, taken: version.programme.currencies.map(\.currency.code))
    }
    if let asked = cart.points, version.programme.wallet(asked.wallet) == nil {
        throw .unknownWallet(asked.wallet.text, known: version.programme.wallets.map(\.key.text))
    }
    var standing: MemberState?
    if let member {
        // What falls due by now comes first (rule D-1).
        let time = Event(source: "cart", id: cart.id, occurredAt: at, matter: .timePassed)
        standing = try decide(version, member, time).state
    }
    guard
        let order = Order(
            id: cart.id,
            currency: cart.currency,
            lines: cart.lines.map {
                Order.Line(sku: $0.sku, quantity: $0.quantity, net: $0.amount, categories: $0.categories)
            }
        )
    else { throw .outOfRange(field: "lines") }
    let checks = PromotionChecks(version, cart, consume standing, at: at, order: order)
    var evaluation = EvaluatingCart(checks: consume checks, codes: codes, uses: uses)
    evaluation.run()
    if allOrNothing, let refused = evaluation.firstRefused {
        var without = EvaluatingCart(checks: evaluation.checks, codes: [], uses: uses)
        without.run()
        without.answers = evaluation.answers.map { answer in
            CartEvaluation.CodeAnswer(
                code: answer.code,
                promotion: answer.promotion,
                amount: 0,
                refusal: answer.refusal ?? .withOthers(refused: refused)
            )
        }
        return try without.finished()
    }
    return try evaluation.finished()
}
