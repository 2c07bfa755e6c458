# U with A⁻¹ = UᵀU, of a symmetric positive A; by way of A's own factor, without ever making more than halves of A⁻¹.
class Function(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  def forward(self: __torch__.Function, a: Tensor) -> Tensor:
    return torch.linalg_cholesky(torch.cholesky_inverse(torch.linalg_cholesky(a)), upper=True)
