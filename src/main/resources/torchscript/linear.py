# x Wᵀ + b through oneDNN, which uses the whole width of AVX-512 on every make of processor.
class Function(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  def forward(self: __torch__.Function, x: Tensor, w: Tensor, b: Tensor) -> Tensor:
    rows = torch.reshape(x, [-1, torch.size(w, 1)])
    y = torch.to_dense(torch.linear(torch.to_mkldnn(rows), w, b))
    return torch.view(y, torch.add(torch.slice(torch.size(x), 0, -1), [torch.size(w, 0)]))
