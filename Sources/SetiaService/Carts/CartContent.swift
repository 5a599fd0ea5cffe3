internal import SetiaCore

extension CartQuestion {
    /// What a cart is, so that the same number with something else is told from the same cart again: what is bought, by
    /// whom, with which codes and points, and the order that it becomes; not who asks, nor from where.
    ///
    /// Parts stand in a fixed order, each with its length, so that no two contents read alike.
    func content(order: Key?) -> [UInt8] {
        var parts = ["cart", cart.id.text, cart.currency.code, "\(cart.shipping)", order?.text ?? ""]
        parts += [cart.store?.text ?? "", cart.channel?.text ?? "", cart.country?.text ?? ""]
        switch who {
        case .member(let member): parts.append(member.text)
        case .identity(let identity): parts.append("\(identity.kind.rawValue):\(identity.value)")
        case .nobody: parts.append("")
        }
        if let points = cart.points {
            parts.append(points.wallet.text)
            switch points.measure {
            case .points(let points): parts.append("points \(points.units)")
            case .amount(let amount): parts.append("amount \(amount)")
            case .most: parts.append("most")
            }
        }
        parts.append("\(cart.lines.count)")
        for line in cart.lines {
            parts += [line.sku.text, "\(line.quantity)", "\(line.price)", "\(line.categories.count)"]
            parts += line.categories.map(\.text)
        }
        parts += codes.map { VoucherCode.normalised($0)?.text ?? $0 }.sorted()
        return parts.flatMap { Array("\($0.utf8.count):\($0)".utf8) }
    }
}
