# The summed cross-entropy of rows against their targets, and its gradient by the rows, a part of the rows at a time, so that
# the logits of all of them never stand in memory. The head is frozen, in 32 bits or in bfloat16. Products go through oneDNN,
# as in decoder_layer.py.
class Function(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  def product(self: __torch__.Function, x: Tensor, w: Tensor) -> Tensor:
    return ops.mkldnn._linear_pointwise(x, w, None, "none", annotate(List[Optional[number]], []), "")
  def forward(self: __torch__.Function, hidden: Tensor, head: Tensor, targets: Tensor) -> Tuple[Tensor, Tensor]:
    wide = torch.eq(ops.prim.dtype(head), 6)
    n = torch.size(hidden, 0)
    parts = torch.__range_length(0, n, {rows})
    losses = torch.zeros([n])
    gradient = torch.empty_like(hidden)
    for i in range(parts):
      start = torch.mul(i, {rows})
      end = ops.prim.min(n, torch.add(start, {rows}))
      x = torch.slice(hidden, 0, start, end)
      if wide:
        logits = (self).product(x, head, )
      else:
        logits = torch.to(torch.matmul(torch.to(x, 15), torch.t(head)), 6)
      target = torch.unsqueeze(torch.slice(targets, 0, start, end), 1)
      share = torch.softmax(logits, -1)
      spoken = torch.gather(share, 1, target)
      said = torch.log(torch.clamp_min(torch.squeeze(spoken, 1), 1e-37))
      _0 = torch.copy_(torch.slice(losses, 0, start, end), torch.neg(said))
      _1 = torch.scatter_add_(share, 1, target, torch.full_like(spoken, -1.))
      if wide:
        back = (self).product(share, torch.t(head), )
      else:
        back = torch.to(torch.matmul(torch.to(share, 15), head), 6)
      _2 = torch.copy_(torch.slice(gradient, 0, start, end), back)
    return (torch.sum(losses), gradient)
