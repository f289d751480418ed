"""随机抽查 “双随机”: which enterprises are visited, and by which officers, is drawn so that anybody can draw it again.

drafted → committed → drawn → published. The commitment names lists, weights, a hashed secret and a public value that does not
exist yet; another person types that value in, and the draw follows from both (B-85 to B-87). The arithmetic is
`policy/draw.py` and `policy/draw_proof.py`; who is in the pool, `policy/pool.py`. Nothing here is ever changed, only added.
"""
