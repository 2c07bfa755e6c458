# U with A⁻¹ = UᵀU, of a symmetric positive A: its factor from the last row to the first, A = RRᵀ with R upper, has U = R⁻¹.
class Function(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  def forward(self: __torch__.Function, a: Tensor) -> Tensor:
    r = torch.flip(torch.linalg_cholesky(torch.flip(a, [0, 1])), [0, 1])
    identity = torch.diag(torch.ones_like(torch.diag(a)))
    return torch.linalg_solve_triangular(r, identity, upper=True)
