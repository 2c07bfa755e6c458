# One llama layer for training: products in the type given (15 bfloat16, 6 float32); the residual stream, norms, queries and
# keys, their scores, rotary and softmax in 32 bits. A frozen matrix comes in its product's type, one that learns in 32 bits.
# Products go through oneDNN, those in 32 bits by way of its own arrays: it alone uses the whole width of AVX-512 on every make
# of processor.
class Function(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  def product(self: __torch__.Function, x: Tensor, w: Tensor, type: int) -> Tensor:
    if torch.eq(type, 6):
      y = torch.to_dense(torch.linear(torch.to_mkldnn(x), w, None))
    else:
      y = torch.matmul(x, torch.t(torch.to(w, type)))
    return y
  def linear(self: __torch__.Function, x: Tensor, w: Tensor, down: Tensor, up: Tensor, type: int) -> Tensor:
    low = torch.matmul(x, torch.t(torch.to(down, type)))
    raised = torch.t(torch.to(torch.mul(up, {loraScale}), type))
    return torch.addmm_((self).product(x, w, type, ), low, raised)
  def norm(self: __torch__.Function, x: Tensor, w: Tensor) -> Tensor:
    size = torch.rsqrt(torch.add(torch.mean(torch.mul(x, x), [-1], True), {epsilon}))
    return torch.mul(torch.mul(x, size), w)
  def rotate(self: __torch__.Function, x: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
    low, high = torch.chunk(x, 2, -1)
    a = torch.sub(torch.mul(low, cosine), torch.mul(high, sine))
    b = torch.add(torch.mul(high, cosine), torch.mul(low, sine))
    return torch.cat([a, b], -1)
  def forward(self: __torch__.Function,
    x: Tensor,
    cosine: Tensor,
    sine: Tensor,
    mask: Tensor,
    n1: Tensor,
    qkv: Tensor,
    qkvDown: Tensor,
    qkvUp: Tensor,
    o: Tensor,
    oDown: Tensor,
    oUp: Tensor,
    n2: Tensor,
    gu: Tensor,
    guDown: Tensor,
    guUp: Tensor,
    dn: Tensor,
    dnDown: Tensor,
    dnUp: Tensor) -> Tensor:
    b = torch.size(x, 0)
    t = torch.size(x, 1)
    rows = torch.reshape(x, [-1, {hidden}])
    y = (self).linear((self).norm(rows, n1, ), qkv, qkvDown, qkvUp, 6, )
    heads = torch.transpose(torch.view(y, [b, t, {allHeads}, {size}]), 1, 2)
    queries, keys, values = torch.split_with_sizes(heads, [{heads}, {keyHeads}, {keyHeads}], 1)
    q = (self).rotate(queries, torch.mul(cosine, {queryScale}), torch.mul(sine, {queryScale}), )
    k = (self).rotate(keys, cosine, sine, )
    scores = torch.matmul(torch.reshape(q, [b, {keyHeads}, -1, {size}]), torch.transpose(k, 2, 3))
    seen = torch.softmax(torch.add(mask, torch.view(scores, [b, {heads}, t, t])), -1)
    mixed = torch.matmul(torch.view(torch.to(seen, {type}), [b, {keyHeads}, -1, t]), torch.to(values, {type}))
    joined = torch.reshape(torch.transpose(torch.view(mixed, [b, {heads}, t, {size}]), 1, 2), [-1, {joined}])
    attended = torch.add(rows, (self).linear(joined, o, oDown, oUp, {type}, ))
    h = torch.to((self).norm(attended, n2, ), {type})
    gateMatrix, wideMatrix = torch.chunk(gu, 2, 0)
    gateUp, wideUp = torch.chunk(guUp, 2, 0)
    gate = (self).linear(h, gateMatrix, guDown, gateUp, {type}, )
    wide = (self).linear(h, wideMatrix, guDown, wideUp, {type}, )
    gated = torch.to(torch.mul(torch.silu(torch.to(gate, 6)), wide), {type})
    last = torch.add(attended, (self).linear(gated, dn, dnDown, dnUp, {type}, ))
    return torch.view(last, [b, t, {hidden}])
